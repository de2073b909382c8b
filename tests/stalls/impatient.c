/* impatient.c: looks at the clock some times, then a process that it starts does, then it looks
 * again. By how many seconds the last look was later than the first is its status. The clock of
 * clock.c is held against it by harness/stalls.py. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOKS = 3 };

static time_t look(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void look_again(void)
{
    for (int at = 0; at < LOOKS; at++) look();
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        look_again();
        return 0;
    }
    time_t first = look();
    look_again();
    pid_t other = fork();
    if (other == 0) {
        execl(argv[0], argv[0], "other", NULL);
        _exit(127);
    }
    int status;
    if (other < 0 || waitpid(other, &status, 0) < 0 || status != 0) return 127;
    return (int) (look() - first);
}
