/* Main has a time of grace to end after SIGINT; then it is said who is late, and the process ends. */
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>
#include <unsync.h>

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGINT, SIG_DFL);
}

static atomic_bool inside;

@thread
void stubborn(void)
{
    atomic_store(&inside, true);
    for (;;) pause();
}

@async
void owner(void)
{
    await stubborn();
}

@async
int main(void)
{
    owner_task task = owner();
    while (!atomic_load(&inside) && !unsync_done(task)) await unsync_yield();
    raise(SIGINT);
    await task;
    return 0;
}
