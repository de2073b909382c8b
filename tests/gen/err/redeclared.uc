#include <unsync.h>
@async int twice(void) { int k = 1; int k = 2; await unsync_yield(); return k; }
@async int parameter(int a) { long a = 1; await unsync_yield(); return (int) a; }
@async int fine(int a) { { long a = 1; { int a = 2; await unsync_yield(); (void) a; } (void) a; } extern int e, e; return a + e; }
@thread long parameters(int a, char *b, int a) { return a + *b; }
@async int prototype(int n, int n);
@async int branches(int a,
#ifdef NDEBUG
                    long b,
#else
                    int b,
#endif
                    int (*a_callback)(int a));
