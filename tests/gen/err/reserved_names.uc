/* Names that begin with unsync__ belong to the generated code. */
#include <unsync.h>

@async
int f(int unsync__self)
{
    int unsync__wait = unsync__self;
    goto unsync__finish;
unsync__finish:
    await unsync_yield();
    return unsync__wait;
}
