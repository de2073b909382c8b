#include <unsync.h>

@async int old(a, b)
    int a, b;
{
    return a + b;
}

@async int open();
@async int without();
@async int open(int a) { return a; }
@async int without(void) { return 1; }
