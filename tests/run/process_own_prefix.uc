/* With a prefix before each line (UNSYNC_PREFIX=1) little text becomes much: it goes to the program's standard
 * output, a pipe with little room that the program reads itself, behind the call. Nobody waits for himself. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

enum { LINES = 1500 };
static int ends[2];

@cpu_bound
int short_lines(int count)
{
    for (int i = 0; i < count; i++) putchar('\n');
    return count;
}

/* So many lines, all with their prefix? */
@thread
bool come(int count)
{
    FILE *file = fdopen(dup(ends[0]), "r");
    char line[200];
    bool good = true;
    while (count-- > 0 && fgets(line, sizeof line, file) != NULL)
        good = good && strncmp(line, "[short_lines ", 13) == 0 && strstr(line, "] \n") != NULL;
    fclose(file);
    return good;
}

@async
int main(void)
{
    int own = dup(STDOUT_FILENO);
    if (pipe(ends) != 0) return 1;
    fcntl(ends[0], F_SETPIPE_SZ, 8192); /* with one page there would be room for a line at a time */
    dup2(ends[1], STDOUT_FILENO);
    int count = await short_lines(LINES);
    bool good = await come(LINES);
    dprintf(own, "%d lines, %s\n", count, good ? "each with its prefix" : "?");
    return 0;
}
