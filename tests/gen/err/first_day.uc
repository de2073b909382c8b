/* What a C programmer writes on the first day. */
#include <stdio.h>
#include <unsync.h>

@async int work(int n) { return n; }

@async int no_semicolon(int n)
{
    int x = await work(n)
    return x;
}

@async int no_semicolon_either(int n)
{
    work_task task = work(n);

    printf("%d\n", n)
    /* about the next line */
    return await task;
}

@async int no_parentheses(int n)
{
    await unsync_yield;
    return n;
}

@async int stepped(int n)
{
    return await work(n)++ + await ++n;
}

@async no_type(int n)
{
    return n;
}

typedef @async int of_a_type(int n);
static @thread typedef int of_another(int n);
