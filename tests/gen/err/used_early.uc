/* Marked functions that are used above their declaration. */
#include <unsync.h>

@async int declared(int n);

@async int early(int n)
{
    int sum = await declared(n) + await later(n) + await later(n + 1);
    return sum + unsync_result(last(n));
}

@thread int handles(int n)
{
    later_task task = later(n);
    unsync_task_of(int) other = last(n), (*function)(int) = last;
    int late;
    if (last_try(n, &late) < 0 || catch function(n) < 0 || last_sync(n) < 0) return late;
    return await task + await other;
}

@generator int outer(int n)
{
    yield_from inner(n);
}

@generator int loops(int n)
{
    unsync_each (inner, value, n) yield value;
}

@async int hides(int n)
{
    int later = n, (*last)(int) = 0;
    return later + (last ? last(n) : await hides(0));
}

@async int later(int n)
{
    return n ? await declared(n - 1) : 0;
}

@async int declared(int n)
{
    return n ? await later(n - 1) : await last_but_one(n);
}

@cpu_bound
int last(int n)
{
    return n;
}

@thread(as = last_but_one) extern int one(int n);

@generator int inner(int n)
{
    yield n;
}

/* Plain functions, which the compiler would tell of generated names; not where a name hides it, or is left out. */
static int plain(int n)
{
    lowest_task task = lowest(n);
    return lowest_sync(n) + unsync_result(task);
}

static int hidden(int (*lowest)(int), struct { int (*lowest)(int); } *table)
{
    return lowest(1) + table->lowest(2);
}

#ifdef LEFT_OUT
static int left_out(int n) { return lowest_sync(n); }
#endif

static int inside(int n)
{
    int lowest_sync = n;
#ifdef LEFT_OUT
    n = lowest_try(n, &n);
#endif
    return lowest_sync;
}

@thread int lowest(int n)
{
    return n;
}

static int below(int n)
{
    return lowest_sync(n);
}
