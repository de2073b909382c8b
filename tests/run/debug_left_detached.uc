/* UNSYNC_DEBUG=1: a detached task that does not end in its second after main is named, then
 * cancelled. */
#include <stdio.h>
#include <unsync.h>

@async
void patient(void)
{
    defer puts("cancelled");
    await unsync_sleep(60 * 60 * 1000);
}

@async
void quick(void)
{
    await unsync_sleep(1);
}

@async
int main(void)
{
    unsync_detach(patient());
    unsync_detach(quick());
    return 0;
}
