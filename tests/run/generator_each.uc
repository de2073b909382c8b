/* unsync_each with awaits inside: the generator is closed on every way out, in both kinds of bodies. */
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static atomic_bool reached; /* where the cancel finds it */

@async
int tick(int n)
{
    await unsync_yield();
    if (n == 4) unsync_fail(-44, "four");
    return n;
}

@generator
int numbers(int n)
{
    defer printf("[closed]");
    for (int i = 0; i < n; i++) yield i;
}

@async
int each(int way)
{
    int sum = 0;
    unsync_each (numbers, i, 10) {
        unsync_each (numbers, j, 3) {
            await tick(0);
            if (j == 1) {
                if (way == 0) break;
                if (way == 1) goto out;
                if (way == 2) return -2;
                if (way == 3) await tick(4);
                if (way == 4) unsync_fail(-5, "five");
                if (way == 5) reached = true;
                if (way == 5) await unsync_sleep(100000);
                if (way == 6) continue;
                if (way == 7) goto next;
            }
            sum += await tick(j) + i;
        }
next:
        if (i == 2) break;
    }
out:
    printf("out ");
    return sum;
}

@thread
int each_blocking(int way)
{
    int sum = 0;
    unsync_each (numbers, i, 10) {
        unsync_each (numbers, j, 3) {
            await tick(0);
            if (j == 1) {
                if (way == 0) break;
                if (way == 1) goto out;
                if (way == 2) return -2;
                if (way == 3) await tick(4);
                if (way == 4) unsync_fail(-5, "five");
                if (way == 5) reached = true;
                if (way == 5) await unsync_sleep(100000);
                if (way == 6) continue;
                if (way == 7) goto next;
            }
            sum += await tick(j) + i;
        }
next:
        if (i == 2) break;
    }
out:
    printf("out ");
    return sum;
}

@async
void cancel_there(unsync_task_of(int) task)
{
    while (!reached && !unsync_done(task)) await unsync_yield();
    unsync_cancel(task);
    reached = false;
}

@async
int main(void)
{
    for (int way = 0; way < 8; way++) {
        unsync_task_of(int) t = each(way);
        if (way == 5) await cancel_there(t);
        int code = catch t;
        printf("  async %d: %d", way, code);
        if (code == 0) printf(" = %d", await t);
        puts("");
        t = each_blocking(way);
        if (way == 5) await cancel_there(t);
        code = catch t;
        printf("  thread %d: %d", way, code);
        if (code == 0) printf(" = %d", await t);
        puts("");
    }
    return 0;
}
