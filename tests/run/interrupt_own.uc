/* A SIGINT that is not at its default when main begins is none of ours. */
#include <signal.h>
#include <stdio.h>
#include <unsync.h>

static volatile sig_atomic_t seen;

static void handler(int number)
{
    (void) number;
    seen++;
}

__attribute__((constructor)) static void set_up(void)
{
    signal(SIGINT, handler);
}

@async
int main(void)
{
    raise(SIGINT);
    raise(SIGINT);
    await unsync_sleep(1);
    await unsync_sleep(1);
    printf("seen %d\n", (int) seen);
    signal(SIGINT, SIG_IGN);
    raise(SIGINT);
    return 0;
}
