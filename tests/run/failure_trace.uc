/* A failure carries code, message and every await that it passed, also across lanes. */
#include <stdio.h>
#include <unsync.h>

@thread
int deep(int x)
{
    if (x > 2) unsync_fail(-42, "x is %d", x);
    return x;
}

@async
int middle(int x)
{
    int got = await deep(x);
    return got + 1;
}

@thread
int outer(int x)
{
    return await middle(x) * 2;
}

@async
int main(void)
{
    printf("%d\n", await outer(1));
    outer_task task = outer(3);
    printf("code %d\n", catch task);
    const struct unsync_failure *failure = unsync_failure(task);
    printf("%s\n", failure->message);
    for (size_t i = 0; i < failure->trace_count; i++)
        printf("%s %s:%d\n", failure->trace[i].function, failure->trace[i].file,
               failure->trace[i].line);
    unsync_release(task);
    return 0;
}
