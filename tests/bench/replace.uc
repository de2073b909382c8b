/* The only worker is killed; ms until the next call has its result. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unsync.h>

#include "clock.h"

enum { ROUNDS = 100 };

@cpu_bound int my_pid(void)
{
    return (int) getpid();
}

@async int main(void)
{
    double all = 0;
    setenv("UNSYNC_WORKERS", "1", 1);
    for (int i = 0; i < ROUNDS; i++) {
        int pid = await my_pid();
        double begin = now_ns();
        kill(pid, SIGKILL);
        while (await my_pid() == pid) continue; /* it was not dead yet */
        all += now_ns() - begin;
    }
    printf("%.3f\n", all / ROUNDS / 1e6);
    return 0;
}
