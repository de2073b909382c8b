/* One body, three lanes: the word before it is all that changes; here and now too. */
#include <stdio.h>
#include <unsync.h>

#define BODY                                                                                       \
    if (n < 0) unsync_fail(-n - 100, "%d is negative", n);                                         \
    if (n == 0) return 1;                                                                          \
    int rest = await step(n - 1);                                                                  \
    return rest + n;

@async int step(int n) { if (n == 100) unsync_fail(-7, "a hundred and %s", "one"); return n; }

@async int on_loop(int n) { BODY }
@thread int on_thread(int n) { BODY }
@cpu_bound int in_process(int n) { BODY }

static void show(int code, int value)
{
    if (code) printf("%d ", code); else printf("=%d ", value);
}

@async
int main(void)
{
    int (*table[])(int, int *) = {on_loop_try, on_thread_try, in_process_try};
    unsync_task_of(int) (*start[])(int) = {on_loop, on_thread, in_process};
    int inputs[] = {0, 5, -3, 101};

    (void) table;
    for (int lane = 0; lane < 3; lane++) {
        for (int i = 0; i < 4; i++) {
            unsync_task_of(int) task = start[lane](inputs[i]);
            int code = catch task;
            show(code, code ? 0 : unsync_value(task));
            if (code) printf("'%s' ", unsync_failure(task)->message);
            unsync_release(task);
        }
        printf("\n");
    }
    return 0;
}
