/* A memory limit is the body's alone: not that of its arguments and its result, which the runtime unpacks and
 * packs, and not that of the next call, whatever it is. The limit stays set between two calls, so each call has to
 * find its way past what the last one has left. What a limit refuses is in tests/unit: sanitizers do not bear it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

enum { WORDS = 200000, BYTES = 64 << 20 };

@message struct list {
    size_t count;
    @len(count) char **words;
};

@cpu_bound(memory = 1M)
size_t letters(@len(count) const char *const *words, size_t count)
{
    size_t all = 0;
    for (size_t i = 0; i < count; i++) all += strlen(words[i]);
    return all;
}

@cpu_bound(memory = 100M)
struct list numbers(size_t count)
{
    struct list list = {count, malloc(count * sizeof *list.words)};
    for (size_t i = 0; i < count; i++) {
        char text[32];
        snprintf(text, sizeof text, "number %zu", i);
        list.words[i] = strdup(text);
    }
    return list;
}

@cpu_bound
bool has_room(size_t bytes)
{
    char *block = malloc(bytes);
    bool fits = block != NULL;
    free(block);
    return fits;
}

@async
int main(void)
{
    static const char *words[WORDS];
    for (int i = 0; i < WORDS; i++) words[i] = i % 2 ? "an odd word" : "even";
    for (int i = 0; i < 3; i++) printf("%zu\n", await letters(words, WORDS));
    printf("%d\n", await has_room(BYTES));
    printf("%zu\n", await letters(words, 2));
    printf("%zu\n", await letters(words, WORDS));
    struct list list = await numbers(WORDS);
    printf("%s\n", list.words[WORDS - 1]);
    list_clear(&list);
    return 0;
}
