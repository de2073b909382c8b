#include <unsync.h>
@asnyc int mark(void) { return 2; }
@cpu_bound(timeot = 5s) int option(void) { return 3; }
@cpu_bound(timeout = 5 minutes) int value(void) { return 3; }
@cpu_bound(timeout = 5s, timeout = 6s) int twice(void) { return 3; }
@nothing_like_it int unknown(void) { return 2; }
static int inside(void) { @cpubound return 1; }
