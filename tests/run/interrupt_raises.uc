/* After a cancelled main the process ends by the signal, as its parent sees; one whose main returns
 * all the same ends by that. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync.h>

static int number;

static void show(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) printf("signal %d\n", WTERMSIG(status));
    if (WIFEXITED(status)) printf("status %d\n", WEXITSTATUS(status));
    fflush(stdout);
}

/* The program runs twice, in a child each time; the runtime is not there yet. */
__attribute__((constructor)) static void twice(void)
{
    signal(SIGINT, SIG_DFL);
    for (number = 1; number <= 2; number++) {
        pid_t child = fork();
        if (child == 0) return;
        show(child);
    }
    _exit(0);
}

@async
void sleeps(void)
{
    await unsync_sleep(1000000);
}

@async
int main(void)
{
    raise(SIGINT);
    if (number == 1) await sleeps();
    return 7; /* without a wait there is nothing to cancel */
}
