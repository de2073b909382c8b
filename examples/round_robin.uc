/* Round robin: generators of several functions and lengths take turns. Their handles have one type, that of
 * their values, so they stand in one array. */
#include <stdio.h>
#include <unsync.h>

@generator
const char *countdown(int from)
{
    static const char *const names[] = {"lift-off", "one", "two", "three", "four"};
    for (; from >= 0; from--) yield names[from];
}

@generator
const char *repeat(const char *word, int times)
{
    while (times-- > 0) yield word;
}

int main(void)
{
    unsync_generator_of(const char *) turns[] = {countdown(4), repeat("tick", 2), repeat("wait", 3)};
    int count = 3;

    while (count > 0)
        for (int i = 0; i < count; i++) {
            const char *word;
            if (unsync_next(turns[i], &word)) {
                printf("%s ", word);
                continue;
            }
            unsync_close(turns[i]);
            for (int k = i--; k + 1 < count; k++) turns[k] = turns[k + 1];
            count--;
        }
    puts("");
    return 0;
}
