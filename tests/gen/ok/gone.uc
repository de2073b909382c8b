/* Deferred statements that use tasks of the function: they are gone by then. */
#include <stdio.h>
#include <stdlib.h>
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

@async int keeps_many(int n)
{
    job_task tasks[2] = {job(1), job(2)}, more[1][1];
    struct { int count; job_task task; } pair = {.task = job(3)}, list[2];
    more[0][0] = job(4);
    list[1].task = job(5);
    defer catch tasks[0];
    defer unsync_release(more[0][0]);
    defer unsync_release(pair.task);
    defer printf("%d %d\n", list[0].count, catch list[0].task);
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
    struct { int count; job_task task; numbers_generator values; } pair = {0, job(n), numbers(n)};
    job_task tasks[2] = {late}, *many = malloc(sizeof *many);
    many[0] = pair.task = job(n);
    defer printf("%d %zu\n", pair.count, sizeof tasks + sizeof pair.task);
    defer printf("%d\n", tasks[0] == 0);
    defer free(many);
    defer numbers_close(pair.values);
    // unsync: ignore(defer-handle)
    job_task task = job(n); defer unsync_release(task);
    return n;
}
