/* A timeout holds while the loop is held up: the kernel's own timer kills the worker. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unsync.h>

static char path[] = "/tmp/unsync_blocked_XXXXXX";

/* Says who runs, then goes on for ever. */
@cpu_bound(timeout = 80ms)
int endless(const char *told)
{
    char text[32];
    int fd = open(told, O_WRONLY);
    (void) !write(fd, text, (size_t) snprintf(text, sizeof text, "%d\n", (int) getpid()));
    volatile int turns = 0;
    for (;;) turns++;
    return turns;
}

/* Who runs; 0: it does not yet. */
static int told_pid(void)
{
    int pid = 0;
    FILE *file = fopen(path, "r");
    if (fscanf(file, "%d\n", &pid) != 1) pid = 0;
    fclose(file);
    return pid;
}

@async
int main(void)
{
    int pid;
    close(mkstemp(path));
    endless_task task = endless(path);
    while ((pid = told_pid()) == 0) await unsync_sleep(1); /* the call is on its way */
    struct pollfd end = {.fd = (int) syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    while (end.fd >= 0 && poll(&end, 1, 0) == 0) { /* the loop does nothing meanwhile */
    }
    puts("it has ended");
    if (end.fd >= 0) close(end.fd);
    puts(unsync_code_name(catch task));
    unsync_release(task);
    unlink(path);
    return 0;
}
