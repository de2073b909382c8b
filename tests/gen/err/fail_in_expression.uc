#include <unsync.h>

@async
int f(int n)
{
    n ? unsync_fail(-1, "in an expression") : (void) 0;
    if (n) unsync_fail(-2, "as a statement");
    n = unsync_fail - 3, n;
    void (*fail)(int, const char *, ...) = unsync_fail;
    return n, (unsync_fail(-3, "after a comma"), 1);
}
