/* Workers die in the middle of their streams, while others ask, close, or wait: what was given is
 * right, and nothing of it is lost or kept. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

enum { CONSUMERS = 4, ROUNDS = 25 };

@message
struct text {
    int number;
    char *words;
};

/* Dies before value `death`, if there is such a one. */
@cpu_bound @generator
struct text texts(int count, int death)
{
    for (int i = 0; i < count; i++) {
        if (i == death) raise(SIGKILL);
        struct text one = {i, malloc(40)};
        sprintf(one.words, "words of text %d", i);
        yield one;
    }
}

@async
int take(unsigned seed)
{
    int deaths = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int count = (int) (rand_r(&seed) % 6000), death = (int) (rand_r(&seed) % 8000);
        int most = (int) (rand_r(&seed) % 7000), taken = 0, code = 0;
        struct text one;
        texts_generator g = texts(count, death);
        while (taken < most) {
            texts_next_task next = texts_next(g, &one);
            code = catch next;
            if (code < 0) {
                unsync_release(next);
                break;
            }
            if (!await next) break;
            if (one.number != taken++) unsync_fail(-1, "%d instead of %d", one.number, taken - 1);
            text_clear(&one);
        }
        int there = death < count ? death : count;
        if (taken != (most < there ? most : there)) unsync_fail(-1, "%d of %d", taken, there);
        if (most > there && (code == UNSYNC_ECRASHED) != (death < count))
            unsync_fail(-1, "it ended with %d", code);
        deaths += code < 0;
        if (round % 2) await texts_close(g); /* else that is done with this task */
    }
    return deaths;
}

@async
int main(void)
{
    take_task tasks[CONSUMERS];
    int deaths = 0;
    for (unsigned i = 0; i < CONSUMERS; i++) tasks[i] = take(i + 1);
    for (unsigned i = 0; i < CONSUMERS; i++) deaths += await tasks[i];
    printf("%d deaths were seen\n", deaths);
    return 0;
}
