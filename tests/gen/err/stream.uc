#include <stdio.h>
#include <unsync.h>

@async int other(void);

/* What a @cpu_bound @generator cannot be. */
@cpu_bound @generator(send = int)
int sent(void)
{
    int x = yield 1;
    yield x;
}

@cpu_bound(retries = 2, idempotent) @generator
int again(void)
{
    yield 1;
}

@cpu_bound @generator
int waits(void)
{
    yield await other();
}

@cpu_bound @generator
int writes(@out int *count)
{
    *count = 1;
    yield 2;
}

@cpu_bound @generator
const char *borrows(void)
{
    yield "text";
}

@cpu_bound @generator
FILE *opens(void)
{
    yield NULL;
}

@cpu_bound @generator
int returns(void)
{
    return 1;
}

@thread @generator
int thread(void)
{
    yield 1;
}

@cpu_bound @generator
int fine(int n)
{
    yield n;
}

@async
int takes(void)
{
    int v;
    fine_generator g = fine(1);
    fine_next(g, &v);
    fine(2);
    return v;
}
