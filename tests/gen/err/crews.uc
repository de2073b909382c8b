/* Options that say which workers serve a @cpu_bound function, and contradict each other. */
#include <unsync.h>

@cpu_bound(max = 3) int nameless(int n) { return n; }
@cpu_bound(pool = heavy, max = 0) int none(int n) { return n; }
@cpu_bound(pool = heavy, max = 5000) int many(int n) { return n; }
@cpu_bound(worker = db, pool = heavy) int both(int n) { return n; }
@cpu_bound(worker = db, max = 2) int two(int n) { return n; }
@cpu_bound(worker = db, recycle = 100) int renewed(int n) { return n; }
@cpu_bound(worker = db, retries = 2, idempotent) int repeated(int n) { return n; }
@cpu_bound(queue = 10) int unbounded(int n) { return n; }
@cpu_bound(pool = heavy, queue = 0) int shut(int n) { return n; }
@cpu_bound(worker = "db") int quoted(int n) { return n; }
