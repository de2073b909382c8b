/* A pipeline of three stages, each a generator that asks the one before: lines, words, long words. Nothing is
 * computed before it is asked for, and nothing is kept but where each stage stands. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@generator
const char *lines(const char *const *text)
{
    for (; *text != NULL; text++) yield *text;
}

@generator
const char *words(unsync_generator_of(const char *) source)
{
    const char *line;
    char word[32];
    while (unsync_next(source, &line))
        for (size_t len; *line != '\0'; line += len + strspn(line + len, " ")) {
            len = strcspn(line, " ");
            snprintf(word, sizeof word, "%.*s", (int) len, line);
            yield word; /* valid until the next one is asked for */
        }
}

@generator
const char *longer(unsync_generator_of(const char *) source, size_t len)
{
    const char *word;
    while (unsync_next(source, &word))
        if (strlen(word) > len) yield word;
}

@async
int main(void)
{
    static const char *const text[] = {"each stage asks", "the one before it", "for its next value",
                                       NULL};
    unsync_generator_of(const char *) stages[3]; /* made by main, closed when it leaves */
    const char *word;

    stages[0] = lines(text);
    stages[1] = words(stages[0]);
    stages[2] = longer(stages[1], 3);
    while (unsync_next(stages[2], &word)) {
        printf("%s\n", word);
        await unsync_yield();
    }
    return 0;
}
