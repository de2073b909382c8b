/* A call of a @cpu_bound function in a worker runs there, on a thread. Who waits for it may be there
 * before the loop thread has put it into a queue: then nobody takes it out of one. */
#include <stdio.h>
#include <unsync.h>

@cpu_bound
int sum_to(int n)
{
    if (n == 0) return 0;
    return n + await sum_to(n - 1);
}

@cpu_bound
int leaves(int depth)
{
    if (depth == 0) return 1;
    unsync_task_of(int) one = leaves(depth - 1), other = leaves(depth - 1);
    return await one + await other;
}

@async
int main(void)
{
    int wrong = 0;
    for (int i = 0; i < 100; i++) wrong += await sum_to(5) != 15;
    printf("%d wrong, %d leaves\n", wrong, await leaves(6));
    return 0;
}
