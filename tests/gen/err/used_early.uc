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
