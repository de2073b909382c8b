/* unsync_then: the function gets the handle when that has ended, well or not. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

@async
int initiate(int request)
{
    await unsync_yield();
    if (request < 0) unsync_fail(-7, "no %d", request);
    return request + 1;
}

@async
int process(unsync_task_of(int) task)
{
    await unsync_yield();
    return await task * 2;
}

@async
const char *judge(unsync_task_of(int) task)
{
    int code = catch task;
    return code == 0 ? "good" : "bad";
}

/* Does not take the handle: it is joined with the chain. */
@async
char *ignore(unsync_task_of(int) task)
{
    (void) task;
    return calloc(1, 10);
}

/* A plain function may choose what to start. */
static unsync_task_of(int) choose(unsync_task_of(int) task)
{
    return process(task);
}

@thread
double blocking(unsync_task_of(int) task)
{
    return await task / 4.0;
}

@async
int for_ever(void)
{
    await unsync_sleep(1000000);
    return 0;
}

static int calls;

@async
int counts(unsync_task_of(int) task)
{
    calls++;
    return await task;
}

@async
int main(void)
{
    printf("%d\n", await unsync_then(initiate(3), process));
    printf("%d\n", await unsync_then(unsync_then(initiate(3), process), choose));
    printf("%g\n", await unsync_then(initiate(5), blocking));
    printf("%s, %s\n", await unsync_then(initiate(1), judge), await unsync_then(initiate(-1), judge));
    printf("%d\n", catch unsync_then(initiate(-1), process));

    /* Nobody takes the value, nor the handle. */
    unsync_task_of(char *) text = unsync_then(initiate(1), ignore);
    await unsync_settle(&text, 1);
    unsync_release(text);

    unsync_task_of(int) waiting = unsync_then(for_ever(), counts);
    unsync_cancel(waiting);
    printf("cancelled: %s, %d calls\n", unsync_code_name(catch waiting), calls);
    initiate_task over = initiate(1);
    await unsync_settle(&over, 1);
    unsync_task_of(int) queued = unsync_then(over, counts);
    unsync_cancel(queued);
    printf("cancelled when ready: %s, %d calls\n", unsync_code_name(catch queued), calls);
    unsync_release(unsync_then(for_ever(), counts));

    unsync_task_of(int) chain = initiate(0);
    for (int i = 0; i < 100000; i++) chain = unsync_then(chain, counts);
    printf("a long chain: %d, %d calls\n", await chain, calls);
    return 0;
}
