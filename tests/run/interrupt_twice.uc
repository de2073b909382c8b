/* The second SIGINT ends the process at once, also while a task holds up the loop. */
#include <signal.h>
#include <stdio.h>
#include <unsync.h>

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGINT, SIG_DFL);
}

@async
int main(void)
{
    raise(SIGINT);
    puts("once");
    fflush(stdout);
    raise(SIGINT);
    puts("twice");
    await unsync_sleep(1000000);
    return 0;
}
