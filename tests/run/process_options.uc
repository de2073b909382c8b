/* What a mark may say of its runs: each limit, as the body sees it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unsync.h>

@cpu_bound(cpu = 50ms)
int burns(int n)
{
    volatile int turns = n;
    for (;;) turns++;
    return turns;
}

/*@cpu_bound(open_files = 2)*/
int opens(int n)
{
    int count = 0;
    while (count < n && open("/dev/null", O_RDONLY) >= 0) count++;
    return count < n ? -errno : count;
}

@cpu_bound(file_size = 4K, recycle = 1)
int writes(size_t size)
{
    char name[] = "/tmp/unsync_options_XXXXXX", block[8192] = "";
    int fd = mkstemp(name);
    unlink(name);
    return (int) write(fd, block, size);
}

static int shut_off(void)
{
    int net = socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno == EACCES : 0;
    int file = open("/dev/null", O_RDONLY) < 0 ? errno == EACCES : 0;
    return net + 2 * file;
}

@cpu_bound(no_network)
int without_network(void)
{
    return shut_off();
}

@cpu_bound(no_new_files, recycle_after = 1h, recycle_growth = 1G)
int without_files(void)
{
    return shut_off();
}

@cpu_bound(no_network, no_new_files)
int without_both(void)
{
    return shut_off();
}

@cpu_bound(no_signals)
int without_signals(void)
{
    return (kill(getppid(), 0) != 0 && errno == EACCES) + 2 * shut_off();
}

@cpu_bound(no_network, no_signals)
int without_both_of_these(void)
{
    return (kill(getppid(), 0) != 0 && errno == EACCES) + 2 * shut_off();
}

@cpu_bound(retries = 2, idempotent)
int dies(int how)
{
    raise(how);
    return how;
}

@cpu_bound(queue_timeout = 1h, timeout = 1h)
int patient(int n)
{
    return n;
}

@async
int main(void)
{
    printf("cpu: %s\n", unsync_code_name(catch burns(1)));
    printf("open_files: %d, then %s\n", await opens(2), strerror(-await opens(3)));
    printf("file_size: %d, then %d\n", await writes(4096), await writes(8192));
    printf("fences: %d %d %d, %d %d\n", await without_network(), await without_files(),
           await without_both(), await without_signals(), await without_both_of_these());
    dies_task poison = dies(SIGKILL);
    printf("retries: %s", unsync_code_name(catch poison));
    const char *message = unsync_failure(poison)->message;
    puts(strstr(message, "; it has killed 3 workers and is not tried again") ? ", three" : message);
    unsync_release(poison);
    printf("%d\n", await patient(7));
    return 0;
}
