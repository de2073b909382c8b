/* Loops without an await, in functions that are left from inside a deferred statement's block: their variables keep
 * their values, and no compiler takes them for uninitialised. */
#include <errno.h>
#include <stdio.h>
#include <unsync.h>

static int work(int n)
{
    return n % 4;
}

@generator
int numbers(int from, int to)
{
    for (; from < to; from++) yield from;
}

@async
int fails_inside(int n)
{
    int sum = 0;
    {
        int first = work(1);
        for (int turn = 0; turn < n; turn++) {
            defer printf("%d.%d ", first, turn);
            if (work(turn) == 3) unsync_fail(-EIO, "turn %d of %d", turn, n);
            sum += turn;
        }
    }
    await unsync_yield();
    return sum;
}

@async
int returns_inside(int n)
{
    for (int turn = 0; turn < n; turn++) {
        int half = turn / 2;
        {
            defer printf("%d ", turn);
            if (work(half) == 2) return half;
        }
        printf("%d, ", half);
    }
    await unsync_yield();
    return -1;
}

@async
int main(void)
{
    for (int n = 2; n < 6; n += 3) {
        fails_inside_task task = fails_inside(n);
        int code = catch task;
        printf("-> %s\n", code ? unsync_failure(task)->message : "well");
    }
    for (int n = 3; n < 7; n += 3) printf("-> %d\n", await returns_inside(n));
    for (int last = 4; last < 6; last++) {
        unsync_each (numbers, number, 0, 5) {
            if (number == last) break;
            printf("%d ", number);
        }
        puts("");
    }
    return 0;
}
