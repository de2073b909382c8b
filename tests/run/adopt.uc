#include <stdio.h>
#include <uv.h>
#include <unsync.h>

static int ticks;
static uv_loop_t loop;

@thread
int square(int n)
{
    return n * n;
}
@cpu_bound
int cube(int n)
{
    return n * n * n;
}

@async
int work(int n)
{
    await unsync_sleep(5);
    printf("worked %d %d %d\n", n, await square(n), await cube(n));
    return n;
}

@async
void spin(int *until)
{
    while (*until < 100) await unsync_yield();
}

static void tick(uv_timer_t *timer)
{
    if (++ticks == 100) uv_close((uv_handle_t *) timer, NULL);
    if (ticks == 50) unsync_background(work(50));
}

static void closed(uv_handle_t *handle)
{
    (void) handle;
    unsync_background(work(99));
}

int main(void)
{
    uv_timer_t timer;
    static uv_idle_t extra;
    uv_loop_init(&loop);
    printf("adopt %d\n", unsync_loop_adopt(&loop));
    printf("again %s\n", unsync_code_name(unsync_loop_adopt(&loop)));
    printf("run without anything %d\n", uv_run(&loop, UV_RUN_DEFAULT));
    work_task one = work(3);
    printf("done? %d\n", unsync_done(one));
    printf("run %d\n", uv_run(&loop, UV_RUN_DEFAULT));
    printf("done? %d\n", unsync_done(one));
    printf("result %d\n", unsync_result(one));
    uv_timer_init(&loop, &timer);
    uv_timer_start(&timer, tick, 1, 1);
    for (int i = 0; i < 100000; i++) unsync_background(spin(&ticks));
    printf("run %d\n", uv_run(&loop, UV_RUN_DEFAULT));
    uv_idle_init(&loop, &extra);
    uv_close((uv_handle_t *) &extra, closed);
    printf("run %d\n", uv_run(&loop, UV_RUN_DEFAULT));
    work_task two = work(4);
    int rounds = 0;
    while (uv_run(&loop, UV_RUN_ONCE)) rounds++;
    printf("done? %d\n", unsync_done(two));
    work_task three = work(5);
    while (uv_run(&loop, UV_RUN_NOWAIT)) rounds++;
    printf("done? %d\n", unsync_done(three));
    unsync_release(three);
    work_task four = work(6);
    printf("leave %d\n", unsync_loop_leave(1000));
    printf("close %d\n", uv_loop_close(&loop));
    (void) four;
    return 0;
}
