/* Five cats sleep at once, although a cat is blocking code of somebody else: usleep(3), marked in place. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <unsync.h>

enum { CATS = 5, NAP_MS = 300 };

/* One thread a cat; the pool has no need to find out that they block. */
@thread(as = nap, pool = baskets, max = 5) extern int usleep(useconds_t usec);

@async
int cat(const char *name)
{
    await nap(NAP_MS * 1000);
    return name[0];
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

@async
int main(void)
{
    const char *names[CATS] = {"Leo", "Kitty", "Simba", "Tom", "Felix"};
    cat_task cats[CATS];
    long begin = now_ms();
    for (int i = 0; i < CATS; i++) cats[i] = cat(names[i]);
    for (int i = 0; i < CATS; i++) {
        await cats[i];
        printf("%s has slept\n", names[i]);
    }
    long took = now_ms() - begin;
    printf("at once: %s\n", took < CATS * NAP_MS ? "yes" : "no");
    return took < NAP_MS;
}
