/* A queued thread job that is cancelled, or whose deadline passes, is removed: it never runs. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static atomic_bool inside, gate;
static atomic_int ran;

@thread
void occupies(void)
{
    atomic_store(&inside, true);
    while (!atomic_load(&gate)) usleep(500);
}

@thread
void queued(void)
{
    atomic_fetch_add(&ran, 1);
}

@thread(timeout = 5ms)
void queued_with_a_deadline(void)
{
    atomic_fetch_add(&ran, 1);
}

@async
int main(void)
{
    occupies_task only = occupies();
    while (!atomic_load(&inside) && !unsync_done(only)) await unsync_yield();
    queued_task job = queued();
    unsync_cancel(job);
    printf("%s\n", unsync_code_name(catch job));
    printf("%s\n", unsync_code_name(catch queued_with_a_deadline()));
    unsync_release(queued());
    queued_task last = queued();
    atomic_store(&gate, true);
    await last;
    await only;
    printf("ran: %d\n", atomic_load(&ran));
    return 0;
}
