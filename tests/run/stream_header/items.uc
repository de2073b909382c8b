#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>
#include "items.h"
@cpu_bound(timeout = 2s, pool = items, max = 1) @generator
struct item *items(@len(count) const int *ids, size_t count, const struct item *like)
{
    for (size_t i = 0; i < count; i++) {
        int count = 3;
        struct item *one = malloc(sizeof *one);
        *one = (struct item){ids[i] + count, strdup(like->name)};
        yield one;
    }
}
@cpu_bound @generator void beats(void) { yield; yield; }
@cpu_bound(worker = db) @generator
static int stateful(int n)
{
    static int total;
    while (n-- > 0) { total++; yield total; }
}
@async int inner(void) { int s = 0; unsync_each_await (stateful, v, 3) s += v; return s; }
int two(void) { return unsync_result(inner()) * 100 + unsync_result(inner()); }
