/* A worker that dies fails its one task; everything else goes on. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

@cpu_bound
int dies(int how)
{
    switch (how) {
    case 0: raise(SIGSEGV); break;
    case 1: abort();
    case 2: _exit(3);
    case 3: raise(SIGKILL); break;
    case 4: unsync_fail(-77, "how is %d", how);
    default: break;
    }
    return how;
}

@async
int nap(int x)
{
    await unsync_yield();
    if (x < 0) unsync_fail(-78, "x is %d", x);
    return x;
}

/* A body in a worker may await as well. */
@cpu_bound
int waits(int x)
{
    return await nap(x) + await nap(1);
}

@async
int main(void)
{
    dies_task tasks[12];
    for (int i = 0; i < 12; i++) tasks[i] = dies(i % 6);
    for (int i = 0; i < 12; i++) {
        int code = catch tasks[i];
        const struct unsync_failure *failure = unsync_failure(tasks[i]);
        printf("%d %s", i % 6, code == -77 ? failure->message : unsync_code_name(code));
        if (code == UNSYNC_ECRASHED)
            printf(" %s", strstr(failure->message, "SIGSEGV") || strstr(failure->message, "SIGABRT") ||
                                  strstr(failure->message, "SIGKILL") || strstr(failure->message, "3")
                              ? "with its reason" : failure->message);
        printf("\n");
        unsync_release(tasks[i]);
    }
    printf("%d\n", await waits(4));
    waits_task failing = waits(-4);
    printf("%d", catch failing);
    const struct unsync_failure *failure = unsync_failure(failing);
    printf(" %s", failure->message);
    for (size_t i = 0; i < failure->trace_count; i++) printf(" %s", failure->trace[i].function);
    printf("\n");
    unsync_release(failing);
    dies_task endless = dies(5);
    unsync_release(endless);
    return 0;
}
