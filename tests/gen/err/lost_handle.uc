#include <stdbool.h>
#include <unsync.h>
@async bool ready(int n) { await unsync_yield(); return n; }
@async int main(void)
{
    int a[2] = {0};
    if (ready(0)) return 1;
    while (!ready(1)) return 2;
    return a[ready(1) == 0] + (ready(2) ? 1 : 2);
}
