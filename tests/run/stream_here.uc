/* UNSYNC_ROUTE: the body runs in this process, on threads, and only when it is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

@cpu_bound @generator
char *lines(const char *what, int n)
{
    defer puts("(closed)");
    for (int i = 0; i < n; i++) {
        char *text = malloc(strlen(what) + 20);
        sprintf(text, "%s %d", what, i);
        printf("(makes %d) ", i);
        yield text;
    }
    unsync_fail(-42, "no more of %s", what);
}

@async
int main(void)
{
    char *line;
    int code;
    unsync_each_await (lines, one, "text", 1000000) {
        puts(one);
        int is_second = strcmp(one, "text 1") == 0;
        free(one);
        if (is_second) break;
    }
    lines_generator g = lines("word", 2);
    for (int i = 0; i < 3; i++) {
        lines_next_task next = lines_next(g, &line);
        if ((code = catch next) < 0) {
            printf("%d: %s\n", code, unsync_failure(next)->message);
            unsync_release(next);
        } else if (await next) {
            puts(line);
            free(line);
        }
    }
    await lines_close(g);
    await lines_close(lines("nothing", 1)); /* never asked: nothing of it ran */
    g = lines("left", 3);
    if (!await lines_next(g, &line)) return 1;
    free(line);
    return 0; /* closed with its task */
}
