#include <unsync.h>

@async void initialised(int x)
{
    int a = x, counter() = 1;
    await unsync_yield();
}

@async void a_type(void)
{
    typedef int number = 3;
    await unsync_yield();
}
