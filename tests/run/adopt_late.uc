/* A loop is adopted before anything else, once, and left when no task runs. */
#include <semaphore.h>
#include <stdio.h>
#include <uv.h>
#include <unsync.h>

static uv_loop_t loop, other;
static sem_t go, began;

@thread
void hold(void)
{
    sem_post(&began);
    while (sem_wait(&go) != 0) continue;
}

@async
int inside(void)
{
    printf("in a task: %s, %s\n", unsync_code_name(unsync_loop_adopt(&other)),
           unsync_code_name(unsync_loop_leave(0)));
    return 1;
}

@async
void sleeps(void)
{
    defer printf("cancelled\n");
    await unsync_sleep(1000000);
}

static void leave_elsewhere(void *code)
{
    *(int *) code = unsync_loop_leave(0);
}

int main(void)
{
    uv_thread_t thread;
    int code;
    sem_init(&go, 0, 0);
    sem_init(&began, 0, 0);
    uv_loop_init(&loop);
    uv_loop_init(&other);
    printf("nothing to leave: %s\n", unsync_code_name(unsync_loop_leave(0)));
    printf("NULL: %s\n", unsync_code_name(unsync_loop_adopt(NULL)));
    printf("first: %s\n", unsync_code_name(unsync_loop_adopt(&loop)));
    printf("second: %s\n", unsync_code_name(unsync_loop_adopt(&other)));

    inside_task one = inside();
    printf("waiting: %s\n", unsync_code_name(unsync_wait(one)));
    uv_run(&loop, UV_RUN_DEFAULT);
    unsync_release(one);
    uv_thread_create(&thread, leave_elsewhere, &code);
    uv_thread_join(&thread);
    printf("elsewhere: %s\n", unsync_code_name(code));

    unsync_background(sleeps());
    hold_task held = hold();
    do
        uv_run(&loop, UV_RUN_NOWAIT);
    while (sem_trywait(&began) != 0);
    printf("late: %d\n", unsync_loop_leave(500));
    sem_post(&go);
    printf("late: %d\n", unsync_loop_leave(100000));
    (void) held;
    printf("over: %s\n", unsync_code_name(unsync_loop_adopt(&other)));
    printf("closed: %d %d\n", uv_loop_close(&loop), uv_loop_close(&other));
    return 0;
}
