/* An unhandled failure of main is printed with its trace; the status is 1. */
#include <unsync.h>

@async
void fails(void)
{
    await unsync_yield();
    unsync_fail(-5, "no luck");
}

@async
int main(void)
{
    await fails();
    return 0;
}
