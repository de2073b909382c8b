/* Leaving a function cancels and joins its children before its frame goes: they may use its locals. */
#include <stdio.h>
#include <unsync.h>

static int running;

@async
void child(int *local)
{
    running++;
    int code = catch unsync_sleep(1000000);
    (void) code;
    *local = 1; /* not reached: the cancel unwinds through catch */
}

@async
int leaves_by_return(void)
{
    int locals[4] = {0};
    for (int i = 0; i < 4; i++) unsync_background(child(&locals[i]));
    await unsync_yield();
    return running;
}

@async
int leaves_by_failure(void)
{
    int locals[2] = {0};
    child_task a = child(&locals[0]);
    child_task b = child(&locals[1]);
    (void) a;
    (void) b;
    unsync_fail(-7, "left with %d children", 2);
}

@async
int main(void)
{
    printf("return: %d\n", await leaves_by_return());
    leaves_by_failure_task failing = leaves_by_failure();
    printf("failure: %d\n", catch failing);
    printf("%s\n", unsync_failure(failing)->message);
    unsync_release(failing);
    printf("started: %d\n", running);
    return 0;
}
