/* Descriptors as arguments: the worker has its own, for the file that the caller's stands for, and
 * closes it behind the call. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unsync.h>

typedef int descriptor;

@cpu_bound
long copy(@fd int from, @fd const descriptor to, size_t most)
{
    char buffer[256];
    long sum = 0;
    ssize_t got;
    while ((got = read(from, buffer, most < sizeof buffer ? most : sizeof buffer)) > 0)
        sum += write(to, buffer, (size_t) got);
    return sum;
}

/* The array is long: it lies in a block of memory, which comes by the same socket. */
@cpu_bound
long write_all(@len(count) const long *numbers, size_t count, @fd int to)
{
    return write(to, numbers, count * sizeof *numbers);
}

@cpu_bound
int next_free(@fd int none)
{
    int fd = dup(STDIN_FILENO);
    close(fd);
    return none == -1 ? fd : -2;
}

@cpu_bound
void close_it(@fd int file)
{
    close(file);
}

@cpu_bound
void fail_with(@fd int file)
{
    unsync_fail(-7, "%s", lseek(file, 0, SEEK_CUR) < 0 ? "no file" : "a file");
}

@thread
static int memory_file(const char *text)
{
    int fd = memfd_create("text", MFD_CLOEXEC);
    if (write(fd, text, strlen(text)) < 0) abort();
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static long length_of(int fd)
{
    return lseek(fd, 0, SEEK_END);
}

@async
int main(void)
{
    int from = await memory_file("what a worker reads"), to = await memory_file("");
    printf("%ld of %ld\n", await copy(from, to, 5), length_of(to));
    printf("%ld more\n", await copy(from, to, 5));

    static long numbers[100000];
    printf("%d\n", await write_all(numbers, 100000, to) == (long) sizeof numbers);
    printf("%d\n", length_of(to) == 19 + (long) sizeof numbers);

    int before = await next_free(-1);
    copy_task tasks[40];
    lseek(from, 0, SEEK_SET);
    for (int i = 0; i < 40; i++) tasks[i] = copy(from, to, 7);
    long sum = 0;
    for (int i = 0; i < 40; i++) sum += await tasks[i];
    printf("%ld, each byte once\n", sum);
    for (int i = 0; i < 40; i++) await close_it(from);
    for (int i = 0; i < 4; i++)
        if (catch fail_with(to) != -7) puts("another failure");
    copy_task stopped = copy(from, to, 1); /* which may be taken back with what it had handed over */
    unsync_cancel(stopped);
    (void) catch stopped;
    unsync_release(stopped);
    printf("%s\n", await next_free(-1) == before ? "none is left" : "some are left");

    close(from);
    copy_task bad = copy(from, to, 5);
    if (catch bad == UNSYNC_EINVAL && strstr(unsync_failure(bad)->message, "is not open") != NULL)
        puts("a closed one is told");
    unsync_release(bad);
    close(to);
    return 0;
}
