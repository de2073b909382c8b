/* UNSYNC_DEBUG=1: while the loop thread is held, a second SIGQUIT ends the program as ever. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unsync.h>

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGQUIT, SIG_DFL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

@async
int main(void)
{
    raise(SIGQUIT);
    puts("once");
    fflush(stdout);
    raise(SIGQUIT);
    puts("twice");
    return 0;
}
