/* chain.uc: a task that goes on with the handle of another one, by unsync_then.
 *
 * A step takes the handle of the step before, which has ended when the step is called; so it
 * decides itself what a failure means: `await` passes it on, `catch` looks at it. The steps below
 * stand in different lanes, and neither knows of the others. */
#include <stdio.h>
#include <unsync.h>

@async
int initiate(int request)
{
    await unsync_sleep(10);
    if (request < 0) unsync_fail(-1, "there is no request %d", request);
    return request + 1;
}

@thread
int process(unsync_task_of(int) request)
{
    return await request * 2;
}

@async
const char *judge(unsync_task_of(int) processed)
{
    if (catch processed != 0) return "no result";
    return await processed > 5 ? "large" : "small";
}

@async
int main(void)
{
    printf("%d\n", await unsync_then(initiate(3), process));
    printf("%s\n", await unsync_then(unsync_then(initiate(3), process), judge));
    printf("%s\n", await unsync_then(unsync_then(initiate(-3), process), judge));
    return 0;
}
