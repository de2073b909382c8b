#include <unsync.h>
@async int twice(void) { int k = 1; int k = 2; await unsync_yield(); return k; }
@async int parameter(int a) { long a = 1; await unsync_yield(); return (int) a; }
@async int fine(int a) { { long a = 1; { int a = 2; await unsync_yield(); (void) a; } (void) a; } extern int e, e; return a + e; }
