/* A generator that fails: what asks it fails as well, with the same failure; plain C takes the code. */
#include <stdio.h>
#include <unsync.h>

@generator
int fails(int after)
{
    for (int i = 0; i < after; i++) yield i;
    unsync_fail(-40 - after, "%d is enough", after);
}

@generator
int doubles(int after)
{
    int v;
    fails_generator g = fails(after); /* closed with this one */
    while (fails_next(g, &v)) yield 2 * v;
    yield -1;
}

@async
int in_async(int after)
{
    int v = 0, sum = 0;
    doubles_generator g = doubles(after);
    while (await unsync_yield(), doubles_next(g, &v)) sum += v;
    return sum;
}

@async
int without_await(int after)
{
    int v = 0, sum = 0;
    unsync_generator_of(int) g = doubles(after);
    while (unsync_next(g, &v)) sum += v;
    return sum;
}

@thread
int in_thread(int after)
{
    int v = 0, sum = 0;
    doubles_generator g = doubles(after);
    for (;;) {
        if (sum > 100 || !doubles_next(g, &v)) return sum;
        sum += v;
    }
}

/* the job has children: the loop knows it */
@thread
int with_children(int after)
{
    int v = 0;
    doubles_generator g = doubles(after);
    unsync_task_of(void) sleep = unsync_sleep(60000);
    await unsync_sleep(1);
    while (unsync_next(g, &v))
        ;
    return unsync_done(sleep);
}

@cpu_bound
int in_process(int after)
{
    int v = 0;
    doubles_generator g = doubles(after);
    while (doubles_next(g, &v))
        ;
    return v;
}

static void print(const struct unsync_failure *failure)
{
    printf("%d %s:", failure->code, failure->message);
    for (size_t i = 0; i < failure->trace_count; i++)
        printf(" %s:%d", failure->trace[i].function, failure->trace[i].line);
    puts("");
}

static void plain(void)
{
    int v, code;
    doubles_generator g = doubles(3);
    printf("no failure yet: %d\n", unsync_generator_failure(g) == NULL);
    while ((code = doubles_try_next(g, &v)) > 0) printf("%d ", v);
    printf("then %d and %d, ", code, doubles_try_next(g, &v));
    print(unsync_generator_failure(g));
    doubles_close(g);
}

@async
int main(void)
{
    unsync_task_of(int) tasks[] = {in_async(1), without_await(2), in_thread(4), with_children(5),
                                   in_process(6)};
    plain();
    for (int i = 0; i < 5; i++) {
        printf("%d, ", catch tasks[i]);
        print(unsync_failure(tasks[i]));
    }
    int code, got;
    code = in_thread_try(7, &got); // unsync: ignore(blocking-call)
    printf("in_thread_try: %d\n", code);
    return 0;
}
