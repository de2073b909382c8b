/* Threads that make and close generators at the same time: who owns which is in one table, where tasks
 * of several threads share a bucket at times. */
#include <stdio.h>
#include <unsync.h>

enum { TASKS = 1024, ROUNDS = 4, OPEN = 10 };

@generator
int from(int first)
{
    for (int n = first;; n++) yield n;
}

@thread
int sums(int seed)
{
    int sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        from_generator open[OPEN];
        int value;
        for (int i = 0; i < OPEN; i++) open[i] = from(seed + i);
        for (int i = 0; i < OPEN; i++)
            if (from_next(open[i], &value)) sum += value;
        for (int i = 0; i < OPEN; i++) from_close(open[i]);
    }
    return sum;
}

@async
int main(void)
{
    static sums_task tasks[TASKS];
    long sum = 0;
    for (int i = 0; i < TASKS; i++) tasks[i] = sums(i);
    for (int i = 0; i < TASKS; i++) sum += await tasks[i];
    printf("%ld\n", sum);
    return 0;
}
