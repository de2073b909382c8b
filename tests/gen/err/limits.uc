/* Options of @cpu_bound that say nothing, or too much. */
#include <unsync.h>

@cpu_bound(retries = 3) int again(int n) { return n; }
@cpu_bound(retries = 300, idempotent) int for_ever(int n) { return n; }
@cpu_bound(timeout = 0s) int at_once(int n) { return n; }
@cpu_bound(memory = 0) int of_nothing(int n) { return n; }
@cpu_bound(open_files = 0) int closed(int n) { return n; }
@cpu_bound(recycle = 0) int never(int n) { return n; }
