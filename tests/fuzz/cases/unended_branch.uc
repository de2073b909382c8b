#include <unsync.h>
@async int get(int n) { return n; }
@async int f(int a)
{
#define X 1
#ifdef X
    if (a) {
#else
    if (!a) {
#endif
        a += await get(1);
    }
#ifdef X
    a++;
    return a;
}
