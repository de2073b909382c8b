#include <unsync.h>
@generator int g(void) { yield 3; }
@async int a(int n) {
    if (n == 1) unsync_fail("no");
    if (n == 2) unsync_fail();
    if (n == 3) unsync_fail(-3);
    unsync_fail(("no"), 3);
}
@thread int b(void) { unsync_fail("no %d", 3); }
@async int main(void) { return 0; }
