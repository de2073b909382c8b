/* Leaving is an implicit wait: a child that runs on still uses what points into its parent's locals, after
 * the parent's code is over. No await follows these declarations, and they live in the frame all the same. */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

struct log { char text[16]; int *count; };

static atomic_int running;
static int last;

/* Blocks until the task has begun: one that has not is just taken off its queue. */
static int begun(int count, unsync_task_of(void) task)
{
    static int before;
    while (atomic_load(&running) == before && !unsync_done(task)) sched_yield();
    before = running;
    return count;
}

/* Runs until it is cancelled, then writes where its parent's locals are. */
@thread
void spin(char *text, int *count)
{
    atomic_fetch_add(&running, 1);
    while (!unsync_cancelled()) sched_yield();
    memset(text, 'x', 8);
    *count += 7;
    last = *count;
}

@async
int outermost(void)
{
    int count = 1;
    char text[16] = "outermost";
    spin_task one = spin(text, &count);
    return unsync_done(one) + begun(1, one);
}

@async
int inside(int n)
{
    for (int i = 0; i < n; i++) {
        struct log log = {"inside", &last}, *in = &log;
        int count = i;
        if (i == 1) {
            spin_task one = spin(in->text, &count);
            return unsync_done(one) + begun(2, one);
        }
    }
    return -1;
}

@async
int literal(void)
{
    spin_task one = spin((char[8]){"literal"}, &(int){4});
    return unsync_done(one) + begun(3, one);
}

@async
int fails(int n)
{
    struct log log = {"fails", NULL};
    int list[2] = {n, n + 1};
    spin_task one = spin(log.text, &list[1]);
    if (n) unsync_fail(-n, "%s %d", log.text, list[1] + unsync_done(one) + begun(4, one));
    return 0;
}

@async
int argument(struct log log, int n)
{
    spin_task one = spin(log.text, &n);
    return unsync_done(one) + begun(5, one);
}

/* The same in a blocking lane: its C locals live until the children are joined. */
@thread
int in_thread(int n)
{
    char text[8] = "thread";
    spin_task one = spin(text, &n);
    if (n > 1) return unsync_done(one) + begun(6, one);
    begun(7, one);
    await unsync_sleep(0);
    unsync_fail(-1, "%s", text);
}

@async
int main(void)
{
    int count = 0;
    struct log log = {"argument", &count};

    printf("%d ", await outermost());
    printf("%d\n", last);
    printf("%d ", await inside(3));
    printf("%d\n", last);
    printf("%d ", await literal());
    printf("%d\n", last);
    fails_task task = fails(3);
    printf("%d ", catch task);
    printf("%d %s\n", last, unsync_failure(task)->message);
    unsync_release(task);
    printf("%d ", await argument(log, 20));
    printf("%d\n", last);
    printf("%d ", await in_thread(30));
    printf("%d\n", last);
    printf("%d ", catch in_thread(0));
    printf("%d\n", last);
    printf("%d\n", running);
    return 0;
}
