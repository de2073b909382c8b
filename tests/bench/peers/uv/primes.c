/* Five times at once: a timer of 1 s, then a prime by trial division in libuv's thread pool, s. */
#include <stdbool.h>
#include <stdio.h>
#include <uv.h>

enum { COUNT = 5 };

struct job {
    uv_timer_t timer;
    uv_work_t work;
    bool prime;
};

static bool is_prime(unsigned n)
{
    for (unsigned d = 2; d < n; d++)
        if (n % d == 0) return false;
    return n > 1;
}

static void divide(uv_work_t *work)
{
    ((struct job *) work->data)->prime = is_prime(16769023);
}

static void expired(uv_timer_t *timer)
{
    struct job *job = timer->data;
    uv_close((uv_handle_t *) timer, NULL);
    uv_queue_work(timer->loop, &job->work, divide, NULL);
}

int main(void)
{
    static struct job jobs[COUNT];
    uv_loop_t *loop = uv_default_loop();
    uint64_t begin = uv_hrtime();
    for (int i = 0; i < COUNT; i++) {
        uv_timer_init(loop, &jobs[i].timer);
        jobs[i].timer.data = jobs[i].work.data = &jobs[i];
        uv_timer_start(&jobs[i].timer, expired, 1000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    printf("%.5f\n", (double) (uv_hrtime() - begin) / 1e9);
    for (int i = 0; i < COUNT; i++)
        if (!jobs[i].prime) return 1;
    return uv_loop_close(loop);
}
