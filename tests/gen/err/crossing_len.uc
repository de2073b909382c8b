#include <unsync.h>
struct plain { int x; };
@async int task(int n) { return n; }
@cpu_bound int handle(task_task t) { return 1; }
@cpu_bound int handles(@len(n) const unsync_task_of(int) *list, int n);
@cpu_bound int repeated(@len(n) const int *list, int n);
@cpu_bound int repeated(const int *list, int n) { return list[n]; }
@cpu_bound int unmarked(const struct plain *p);
