/* Promises that are given in libuv's callbacks: on a loop that unsync has adopted, on a loop of another
 * thread's, and to tasks that wait on either side. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>
#include <unsync.h>

typedef unsync_promise_of(int) int_promise;

struct request {
    uv_timer_t timer; /* first */
    int_promise promise;
    int value; /* negative: it fails */
};

static void gone(uv_handle_t *handle)
{
    free(handle);
}

static void answer(uv_timer_t *timer)
{
    struct request *request = (struct request *) timer;
    if (request->value < 0)
        unsync_promise_fail(request->promise, request->value, "refused");
    else
        unsync_promise_set(request->promise, request->value);
    unsync_promise_release(request->promise);
    uv_close((uv_handle_t *) timer, gone);
}

/* What a callback of some library looks like from a task. */
static unsync_task_of(int) asked(uv_loop_t *loop, int value)
{
    struct request *request = malloc(sizeof *request);
    int_promise promise = unsync_promise_new(int);
    request->promise = unsync_promise_share(promise);
    request->value = value;
    uv_timer_init(loop, &request->timer);
    uv_timer_start(&request->timer, answer, 1, 0);
    unsync_task_of(int) task = unsync_promise_get(promise);
    unsync_promise_release(promise);
    return task;
}

@async
int sums(uv_loop_t *loop)
{
    unsync_task_of(int) tasks[3] = {asked(loop, 1), asked(loop, 2), asked(loop, -7)};
    int sum = await tasks[0] + await tasks[1];
    int code = catch tasks[2];
    printf("%d, %d %s\n", sum, code, unsync_failure(tasks[2])->message);
    return sum;
}

/* A loop of its own, with the runtime's on another thread. */
static void *elsewhere(void *argument)
{
    int_promise promise = (int_promise) argument;
    uv_loop_t loop;
    uv_loop_init(&loop);
    struct request *request = malloc(sizeof *request);
    request->promise = promise;
    request->value = 40;
    uv_timer_init(&loop, &request->timer);
    uv_timer_start(&request->timer, answer, 1, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    return NULL;
}

@async
int waits(int_promise promise)
{
    return await unsync_promise_get(promise) + 2;
}

int main(void)
{
    uv_loop_t loop;
    pthread_t thread;
    uv_loop_init(&loop);
    printf("adopt %d\n", unsync_loop_adopt(&loop));
    sums_task sum = sums(&loop);
    int_promise promise = unsync_promise_new(int);
    waits_task late = waits(promise);
    pthread_create(&thread, NULL, elsewhere, (void *) unsync_promise_share(promise));
    uv_run(&loop, UV_RUN_DEFAULT);
    printf("%d %d\n", unsync_result(sum), unsync_result(late));
    unsync_promise_release(promise);
    pthread_join(thread, NULL);
    printf("leave %d\n", unsync_loop_leave(1000));
    return uv_loop_close(&loop);
}
