/* "work": uv_queue_work and its answer; "futex": two threads that wake each other, the limit. After a pause
 * each if "idle" follows: us there and back. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <uv.h>

#include "../../clock.h"

enum { BURST = 20000, IDLE = 300, PAUSE_US = 2000 };

static int idle, count, n;
static double all, begin;

/* --- uv_queue_work --- */

static uv_work_t work;

static void run(uv_work_t *unused)
{
    (void) unused;
    n++;
}

static void start(void)
{
    void done(uv_work_t *unused, int status);
    if (idle) usleep(PAUSE_US);
    begin = now_ns();
    uv_queue_work(uv_default_loop(), &work, run, done);
}

void done(uv_work_t *unused, int status)
{
    (void) unused;
    (void) status;
    all += now_ns() - begin;
    if (n < count) start();
}

/* --- Two threads --- */

static atomic_int turn;

static void wait_for(int mine)
{
    while (atomic_load(&turn) != mine) syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, !mine, NULL, NULL, 0);
}

static void pass(int other)
{
    atomic_store(&turn, other);
    syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *answer(void *unused)
{
    for (int i = 0; i < count; i++) {
        wait_for(1);
        pass(0);
    }
    return unused;
}

static void ping_pong(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, answer, NULL);
    for (; n < count; n++) {
        if (idle) usleep(PAUSE_US);
        begin = now_ns();
        pass(1);
        wait_for(0);
        all += now_ns() - begin;
    }
    pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    idle = argc > 2 && strcmp(argv[2], "idle") == 0;
    count = idle ? IDLE : BURST;
    if (argc > 1 && strcmp(argv[1], "futex") == 0) {
        ping_pong();
    } else {
        start();
        uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    }
    printf("%.3f\n", all / count / 1000);
    return 0;
}
