#include <unsync.h>

@async
int id(int x)
{
    await unsync_yield();
    return x;
}

@async
int main(void)
{
    int a[] = {1, [5] = await id(3)};
    return a[5];
}
