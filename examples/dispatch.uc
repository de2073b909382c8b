/* dispatch.uc: a table of task functions, called by name.
 *
 * A marked function is an ordinary C function that returns a handle, so it can stand in a table.
 * All functions of one result type have one handle type, `unsync_task_of(T)`, whatever their
 * lane: here one function runs on the event loop, one on a thread and one in a worker process,
 * and the caller cannot tell. A failure arrives where the task is awaited; `catch` gives its
 * code instead of passing it on. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@async
long add(long a, long b)
{
    await unsync_yield(); /* lets other tasks run; a sum has nothing to wait for */
    return a + b;
}

@thread
long multiply(long a, long b)
{
    return a * b;
}

@cpu_bound
long divide(long a, long b)
{
    if (b == 0) unsync_fail(-EDOM, "%ld divided by zero", a);
    return a / b;
}

static const struct {
    const char *name;
    unsync_task_of(long) (*start)(long, long);
} table[] = {
    {"add", add},
    {"multiply", multiply},
    {"divide", divide},
};

/* The task of that name starts when it is found; what it gives is the result of this one. */
@async
long call(const char *name, long a, long b)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0) return await table[i].start(a, b);
    unsync_fail(-ENOENT, "there is no function '%s'", name);
}

@async
int main(void)
{
    static const struct {
        const char *name;
        long a, b;
    } calls[] = {
        {"add", 20, 22}, {"multiply", 6, 7}, {"divide", 84, 2}, {"divide", 1, 0}, {"power", 2, 10},
    };

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        printf("%s(%ld, %ld)", calls[i].name, calls[i].a, calls[i].b);
        call_task task = call(calls[i].name, calls[i].a, calls[i].b);
        if (catch task == 0)
            printf(" = %ld\n", unsync_value(task));
        else
            printf(": %s\n", unsync_failure(task)->message);
        unsync_release(task);
    }
    return 0;
}
