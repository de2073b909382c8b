/* 4000 timers of 3 s, one uv_timer_t each, s. */
#include <stdio.h>
#include <uv.h>

enum { COUNT = 4000 };

static void expired(uv_timer_t *timer)
{
    uv_close((uv_handle_t *) timer, NULL);
}

int main(void)
{
    static uv_timer_t timers[COUNT];
    uv_loop_t *loop = uv_default_loop();
    uint64_t begin = uv_hrtime();
    for (int i = 0; i < COUNT; i++) {
        uv_timer_init(loop, &timers[i]);
        uv_timer_start(&timers[i], expired, 3000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    printf("%.5f\n", (double) (uv_hrtime() - begin) / 1e9);
    return uv_loop_close(loop);
}
