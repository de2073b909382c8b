/* The grep coroutine: a generator that yields nothing and consumes the lines that are sent to it. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@generator(send = const char *)
void grep(const char *pattern)
{
    int count = 0;
    for (;;) {
        const char *line = yield; /* what grep_send passes; NULL from grep_next */
        if (line == NULL) {
            printf("%d lines with '%s'\n", count, pattern);
        } else if (strstr(line, pattern) != NULL) {
            printf("%s: %s\n", pattern, line);
            count++;
        }
    }
}

int main(void)
{
    static const char *const lines[] = {"a generator is asked", "a task is awaited",
                                        "both keep their locals", "in a frame"};
    grep_generator searches[] = {grep("is"), grep("frame"), grep("a ")};
    size_t search_count = sizeof searches / sizeof *searches;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (size_t k = 0; k < search_count; k++) grep_send(searches[k], lines[i]);
    for (size_t k = 0; k < search_count; k++) {
        grep_next(searches[k]);
        grep_close(searches[k]);
    }
    return 0;
}
