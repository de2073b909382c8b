/* A million timers of 1 to 2 s, one uv_timer_t each and no task at all. */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

enum { COUNT = 1000000 };

static void expired(uv_timer_t *timer)
{
    uv_close((uv_handle_t *) timer, NULL);
}

int main(void)
{
    uv_timer_t *timers = malloc(COUNT * sizeof *timers);
    uv_loop_t *loop = uv_default_loop();
    for (int i = 0; i < COUNT; i++) {
        uv_timer_init(loop, &timers[i]);
        uv_timer_start(&timers[i], expired, 1000 + i * 7919ull % 1000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    free(timers);
    printf("%d\n", COUNT);
    return uv_loop_close(loop);
}
