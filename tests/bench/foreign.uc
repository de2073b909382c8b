/* An async task started from another thread, its result taken there: us. "idle": after a pause each. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

#include "clock.h"

enum { BURST = 100000, IDLE = 300, PAUSE_US = 2000 };

@async int next(int n)
{
    return n + 1;
}

int main(int argc, char **argv)
{
    int idle = argc > 1 && strcmp(argv[1], "idle") == 0, count = idle ? IDLE : BURST;
    double all = 0;
    unsync_result(next(0));
    for (int n = 0; n < count;) {
        if (idle) usleep(PAUSE_US);
        double begin = now_ns();
        n = unsync_result(next(n));
        all += now_ns() - begin;
    }
    printf("%.3f\n", all / count / 1000);
    return 0;
}
