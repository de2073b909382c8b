/* What workers print goes to the program's standard error, which the program reads itself, on the
 * loop: whatever fills up, nobody waits for himself. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static int ends[2];
static long total;
static ssize_t (*const take)(int, void *, size_t) = read; /* it does not block */

@cpu_bound
int loud(int lines)
{
    for (int i = 0; i < lines; i++) fprintf(stderr, "line %d of so many that a pipe is full soon\n", i);
    return lines;
}

@async
int reader(void)
{
    for (;;) {
        char bytes[1000];
        ssize_t len = take(ends[0], bytes, sizeof bytes);
        if (len > 0)
            total += len;
        else
            await unsync_sleep(1);
    }
    return 0;
}

@async
int main(void)
{
    if (pipe(ends) != 0) return 1;
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    reader_task reading = reader();
    loud_task one = loud(4000), two = loud(4000);
    int lines = await one;
    lines += await two;
    printf("%d lines; much of it was read: %s\n", lines, total > 100000 ? "yes" : "no");
    unsync_release(reading);
    return 0;
}
