/* The handles of an array in the order in which they end. */
#include <stdio.h>
#include <unsync.h>

@async
int after(int turns)
{
    for (int i = 0; i < turns; i++) await unsync_yield();
    if (turns == 2) unsync_fail(-7, "not two");
    return turns;
}

@async
int for_ever(void)
{
    await unsync_sleep(1000000);
    return 0;
}

@async
void in_order(void)
{
    after_task tasks[5] = {after(9), after(2), after(0), after(30), after(5)};
    unsync_task_of(void) order = unsync_completions(tasks, 5);
    for (size_t i; (i = await unsync_completed(order)) < 5;) {
        int code = catch tasks[i];
        printf("%zu: %d\n", i, code != 0 ? code : unsync_value(tasks[i]));
        unsync_release(tasks[i]);
    }
    printf("and again %zu\n", await unsync_completed(order));
    await order;
}

/* The rest is its owner's when the order is given up. */
@async
void partly(void)
{
    after_task tasks[3] = {for_ever(), after(1), for_ever()};
    unsync_task_of(void) order = unsync_completions(tasks, 3);
    size_t i = await unsync_completed(order);
    printf("%zu: %d\n", i, await tasks[i]);
    unsync_task_of(size_t) left = unsync_completed(order), asks = unsync_completed(order);
    unsync_cancel(left);
    printf("a question: %s\n", unsync_code_name(catch left));
    unsync_cancel(order);
    printf("the order: %s\n", unsync_code_name(catch order));
    printf("cancelled with it: %s %s\n", unsync_code_name(catch tasks[0]),
           unsync_code_name(catch tasks[2]));
    printf("the question gets %zu\n", await asks);
    printf("the next %zu, the last %zu\n", await unsync_completed(order),
           await unsync_completed(order));
}

@thread
int blocks(int value)
{
    return value;
}

/* As many at a time as there are, in other lanes too. */
@async
void many(void)
{
    enum { COUNT = 500 };
    blocks_task tasks[COUNT];
    long sum = 0;
    for (int i = 0; i < COUNT; i++) tasks[i] = blocks(i);
    unsync_task_of(void) order = unsync_completions(tasks, COUNT);
    for (size_t i; (i = await unsync_completed(order)) < COUNT;) sum += await tasks[i];
    await order;
    printf("sum %ld\n", sum);
}

@thread
int from_a_thread(void)
{
    after_task tasks[2] = {after(3), after(1)};
    unsync_task_of(void) order = unsync_completions(tasks, 2);
    int first = (int) await unsync_completed(order);
    int second = (int) await unsync_completed(order);
    await order;
    return 10 * first + second;
}

@async
int main(void)
{
    await in_order();
    await partly();
    await many();
    int order = await from_a_thread();
    printf("in a thread: %s\n", order == 1 || order == 10 ? "both" : "lost");
    unsync_task_of(void) none = unsync_completions((after_task *) NULL, 0);
    printf("none: %zu\n", await unsync_completed(none));
    return 0;
}
