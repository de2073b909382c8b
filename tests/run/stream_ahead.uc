/* A worker runs ahead of who asks, and waits when so much is there that nobody has taken. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unsync.h>

enum { WINDOW = 128 * 1024 / 32 + 1 }; /* values of an int in the ring, and one at hand */
enum { BLOCKS = 2 + 1 };               /* of those that lie apart */

static int *map(int file)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
}

static int now(int *shared)
{
    return __atomic_load_n(shared, __ATOMIC_SEQ_CST);
}

@cpu_bound @generator
int numbers(@fd int file)
{
    int *made = map(file);
    defer munmap(made, 4096);
    for (int i = 1;; i++) {
        __atomic_store_n(made, i, __ATOMIC_SEQ_CST);
        yield i;
    }
}

@message struct large { int number; char bytes[100000]; };

@cpu_bound @generator
struct large *larges(@fd int file)
{
    int *made = map(file);
    defer munmap(made, 4096);
    for (int i = 1;; i++) {
        struct large *one = calloc(1, sizeof *one);
        one->number = i;
        __atomic_store_n(made, i, __ATOMIC_SEQ_CST);
        yield one;
    }
}

@async
int main(void)
{
    int file = memfd_create("made", 0), value, most = 0;
    if (ftruncate(file, 4096) != 0) return 1;
    int *made = map(file);
    numbers_generator g = numbers(file);
    for (int i = 1; i <= 30000; i++) {
        await numbers_next(g, &value);
        if (value != i) unsync_fail(-1, "%d instead of %d", value, i);
        if (now(made) - value > most) most = now(made) - value;
        while (i % 10000 == 0 && now(made) == value) await unsync_sleep(1); /* it goes on by itself */
    }
    while (now(made) - value < WINDOW / 4) await unsync_sleep(1); /* that it keeps there at least */
    if (now(made) - value > most) most = now(made) - value;
    printf("numbers: %s\n", most <= WINDOW ? "not further than there is room" : "too many");
    await numbers_close(g);

    *made = 0;
    struct large *one;
    larges_generator l = larges(file);
    most = 0;
    for (int i = 1; i <= 50; i++) {
        await larges_next(l, &one);
        if (one->number != i) unsync_fail(-1, "%d instead of %d", one->number, i);
        if (now(made) - i > most) most = now(made) - i;
        large_free(one);
    }
    while (now(made) - 50 < BLOCKS) await unsync_sleep(1);
    if (now(made) - 50 > most) most = now(made) - 50;
    printf("larges: %s\n", most == BLOCKS ? "as far ahead as there are blocks" : "too many");
    await larges_close(l);
    return 0;
}
