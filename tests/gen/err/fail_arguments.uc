#include <errno.h>
#include <unsync.h>
#define NO_ROOM 28
#define FULL (-28)
#define DIE unsync_fail(EINVAL, "dead")
#define DIE_OF(code) unsync_fail(code, "dead")
@generator int g(void) { yield 3; }
@async int a(int n) {
    if (n == 1) unsync_fail("no");
    if (n == 2) unsync_fail();
    if (n == 3) unsync_fail(-3);
    unsync_fail(("no"), 3);
}
@thread int b(void) { unsync_fail("no %d", 3); }
@thread int positive(int n)
{
    int errors = n;
    switch (n) {
    case 0: unsync_fail(0, "nothing");
    case 1: unsync_fail(EINVAL, "one");
    case 2: unsync_fail(errno, "two");
    case 3: unsync_fail(NO_ROOM, "three");
    case 4: unsync_fail((22), "four");
    case 5: unsync_fail(FULL, "five");
    case 6: unsync_fail(-errno, "six");
    case 7: unsync_fail(errors, "seven");
    case 8: DIE;
    case 9: DIE_OF(EINVAL);
    case 10: DIE_OF(-EINVAL);
    }
    unsync_fail(UNSYNC_EINVAL, "eight");
}
@async int main(void) { return 0; }
