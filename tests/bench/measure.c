/* measure.c: runs a program and adds one line to what it prints: its CPU seconds and its peak memory.
 *
 *   measure PROGRAM ARGUMENT...        prints "cpu SECONDS peak MIB wall SECONDS" at the end
 *
 * A process of its own, and a small one: the kernel counts what a process was before exec into its peak,
 * so that a large parent would show in every figure. Called by tests/bench/bench. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_S = 120 };

static double seconds(struct timeval time)
{
    return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 127;
    double begin = now_s();
    pid_t pid = fork();
    if (pid == 0) {
        alarm(LIMIT_S);
        execv(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) return 127;
    printf("cpu %.4f peak %.1f wall %.5f\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
           (double) usage.ru_maxrss / 1024, now_s() - begin);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
