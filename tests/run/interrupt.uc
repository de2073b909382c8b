/* The first SIGINT cancels main: its children end in order, then the process ends by the signal. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGINT, SIG_DFL);
}

static atomic_bool inside;

@thread
void child(void)
{
    atomic_store(&inside, true);
    while (!unsync_cancelled()) usleep(1000);
    printf("the child has ended\n");
}

@async
int main(void)
{
    child_task task = child();
    printf("before\n");
    while (!atomic_load(&inside) && !unsync_done(task)) await unsync_yield();
    unsync_background(task);
    raise(SIGINT);
    for (;;) {
        int code = catch unsync_sleep(1000000);
        if (code != 0) printf("not reached\n");
    }
}
