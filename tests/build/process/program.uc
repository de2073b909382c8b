/* The process lane under a linker's or a loader's worst moods. Arguments, done before the first worker
 * starts: `unlink` removes the executable, `chdir` goes elsewhere. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

@cpu_bound long worker_pid(void)
{
    return (long) getpid();
}

@cpu_bound double scale(double by, @len(count) const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += by * values[i];
    return sum;
}

@cpu_bound int crash(void)
{
    raise(SIGSEGV);
    return 0;
}

@async int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "unlink") == 0 && unlink(argv[0]) != 0) unsync_fail(-1, "unlink");
        if (strcmp(argv[i], "chdir") == 0 && chdir("/") != 0) unsync_fail(-1, "chdir");
    }
    puts("main");
    bool elsewhere = await worker_pid() != (long) getpid();
    printf("worker: %s\n", elsewhere ? "another process" : "this process");
    double values[3] = {1, 2, 3};
    printf("scaled: %g\n", await scale(0.5, values, 3));
    crash_task crashing = crash();
    int code = catch crashing;
    printf("crash: %s\n", unsync_code_name(code));
    unsync_release(crashing);
    printf("after: %g\n", await scale(2, values, 3));
    return 0;
}
