/* UNSYNC_DEBUG=1: SIGQUIT prints the tree of tasks with ages, and the program goes on. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

static int ends[2];
static atomic_bool begun;

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGQUIT, SIG_DFL);
}

/* Reads on a thread, so that the loop can answer. */
@thread
int count_ages(int lines)
{
    FILE *in = fdopen(ends[0], "r");
    char line[1000];
    int found = 0;
    begun = true;
    while (lines-- > 0 && fgets(line, sizeof line, in) != NULL)
        found += strstr(line, "count_ages (debug_quit.uc:18), thread, runs, ") != NULL &&
                 strstr(line, " old\n") != NULL;
    return found;
}

@async
int main(void)
{
    int before = dup(STDERR_FILENO);
    if (pipe(ends) != 0) return 1;
    dup2(ends[1], STDERR_FILENO);
    count_ages_task ages = count_ages(3);
    while (!begun) await unsync_sleep(1);
    raise(SIGQUIT);
    printf("%d\n", await ages);
    dup2(before, STDERR_FILENO);
    return 0;
}
