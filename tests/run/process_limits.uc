/* A run that takes too long ends as timed out, others go on; one that keeps to its memory notices
 * nothing. What happens beyond is in tests/unit/lib_deaths.c: sanitizers do not bear the limit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@cpu_bound(timeout = 100ms)
int turns(int endless)
{
    volatile int count = 0;
    while (endless) count++;
    return count;
}

@cpu_bound(timeout = 1min, memory = 512M)
size_t uses(size_t megabytes)
{
    char *block = malloc(megabytes << 20);
    if (block == NULL) return 0;
    memset(block, 1, megabytes << 20);
    size_t used = (size_t) block[megabytes] * megabytes;
    free(block);
    return used;
}

@async
int main(void)
{
    turns_task endless = turns(1), short_one = turns(0);
    uses_task using = uses(20);
    int code = catch endless;
    printf("%s: %s\n", unsync_code_name(code),
           strstr(unsync_failure(endless)->message, "ran longer than 100 ms") != NULL ? "it says so"
                                                                                      : "?");
    unsync_release(endless);
    printf("%d\n", await short_one);
    printf("%zu\n", await using);
    return 0;
}
