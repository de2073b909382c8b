/* unsync_map: a function for each item of an array, so many at a time, in any lane. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

static int running, peak, calls;

@async
int square(const int *n)
{
    calls++;
    if (++running > peak) peak = running;
    for (int i = 0; i < *n % 7; i++) await unsync_yield();
    running--;
    if (*n == 50) unsync_fail(-7, "not fifty");
    return *n * *n;
}

@async
long eager(int *n)
{
    return *n;
}

@thread
double halve(int *n)
{
    return *n / 2.0;
}

@message struct number {
    int n;
};

@cpu_bound
int isolated(const struct number *number)
{
    return -number->n;
}

@async
void increment(int *n)
{
    ++*n;
}

@async
char *text(int *n)
{
    if (*n == 9) await unsync_sleep(1000000);
    return calloc(1, 10);
}

@async
int for_ever(int *n)
{
    calls++;
    await unsync_sleep(1000000);
    return *n;
}

@async
int main(void)
{
    enum { COUNT = 1000 };
    int items[COUNT], squares[COUNT];
    for (int i = 0; i < COUNT; i++) items[i] = i < 100 ? i % 50 : 100;
    await unsync_map(square, items, 100, 8, squares);
    long sum = 0;
    for (int i = 0; i < 100; i++) sum += squares[i];
    printf("sum %ld, at most %d at a time, %d calls\n", sum, peak, calls);

    items[20] = 50;
    calls = 0;
    unsync_task_of(void) failing = unsync_map(square, items, COUNT, 4, squares);
    printf("failing: %d", catch failing);
    printf(" %s, %s\n", unsync_failure(failing)->message, calls < 30 ? "stopped" : "not stopped");
    unsync_release(failing);

    long *numbers = calloc(COUNT, sizeof *numbers);
    await unsync_map(eager, items, COUNT, 0, numbers);
    printf("eager: %ld\n", numbers[20]);
    free(numbers);

    double halves[30];
    await unsync_map(halve, items, 30, 3, halves);
    printf("threads: %g\n", halves[5]);
    struct number numbered[4] = {{1}, {2}, {3}, {4}};
    int negatives[4];
    await unsync_map(isolated, numbered, 4, 2, negatives);
    printf("workers: %d\n", negatives[3]);
    await unsync_map(increment, items, 10, 2, NULL);
    printf("no values: %d\n", items[3]);
    await unsync_map(text, items, 5, 2, NULL);
    await unsync_map(text, items, 0, 2, NULL);

    unsync_task_of(void) given_up = unsync_map(text, items, 10, 0, NULL);
    await unsync_yield();
    await unsync_yield();
    unsync_cancel(given_up);
    printf("cancelled: %s\n", unsync_code_name(catch given_up));
    calls = 0;
    unsync_task_of(void) slow = unsync_map(for_ever, items, COUNT, 5, squares);
    unsync_cancel(slow);
    printf("before it began: %s, %d calls\n", unsync_code_name(catch slow), calls);
    unsync_task_of(void) late = unsync_timeout(unsync_map(for_ever, items, COUNT, 5, squares), 3);
    printf("late: %s, %d calls\n", unsync_code_name(catch late), calls);
    return 0;
}
