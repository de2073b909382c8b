/* print_sum.uc: tasks that wait for tasks.
 *
 * print_sum waits for compute, which waits for a timer; while they do the thread is free, so three
 * sums are computed in the time of one, the largest. They end in the order of their timers. */
#include <stdio.h>
#include <unsync.h>

@async
int compute(int x, int y)
{
    await unsync_sleep((uint64_t) x * 40); /* a larger one takes longer */
    return x + y;
}

@async
void print_sum(int x, int y)
{
    int result = await compute(x, y);
    printf("%d + %d = %d\n", x, y, result);
}

@async
int main(void)
{
    print_sum_task tasks[3] = {print_sum(5, 6), print_sum(3, 4), print_sum(1, 2)};
    printf("computing three sums ...\n");
    for (int i = 0; i < 3; i++) await tasks[i];
    return 0;
}
