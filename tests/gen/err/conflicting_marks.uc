#include <unsync.h>
@async @thread int two(void) { return 1; }
@thread @cpu_bound(timeout = 5s) int options(void) { return 1; }
/*@async @thread*/ int comment(void) { return 1; }
@async @async int twice(void) { return 1; }
@async int other_lane(int n);
@thread int other_lane(int n) { return n; }
