/* Deferred statements that use tasks of the function: they are gone by then. */
#include <stdio.h>
#include <unsync.h>

@async int job(int n) { return n; }
@generator int numbers(int n) { yield n; }
@async @generator int slow(int n) { yield n; }

@async int releases(int n)
{
    job_task task = job(n);
    defer unsync_release(task);
    return n;
}

@thread int waits(int n)
{
    job_task tasks[2], one;
    one = job(n);
    {
        defer printf("%d\n", catch one);
        if (n > 2) unsync_fail(-1, "%d", n);
    }
    tasks[0] = job(n);
    return await tasks[0];
}

@async int closes(int n)
{
    slow_generator values = slow(n);
    numbers_generator plain = numbers(n);
    defer numbers_close(plain);
    defer await slow_close(values);
    return n;
}

@async int is_fine(int n, unsync_task_of(int) given)
{
    job_task late = 0;
    numbers_generator plain = numbers(n);
    defer numbers_close(plain);
    defer {
        job_task own = job(n);
        printf("%d %d %d\n", await own, late == 0, await given);
    }
    {
        job_task inner = job(n);
        defer await inner;
        n++;
    }
    late = 0;
    // unsync: ignore(defer-handle)
    job_task task = job(n); defer unsync_release(task);
    return n;
}
