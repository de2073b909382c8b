/* How bodies of the lanes that block are emitted. */
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@async int twice(int n) { return 2 * n; }

@thread
char *copy(const char *text, size_t len)
{
    char *to = malloc(len + 1);
    if (to == NULL)
        unsync_fail(UNSYNC_ENOMEM, "%zu bytes", len);
    memcpy(to, text, await twice((int) len) / 2u);
    to[len] = '\0';
    return to; /* the caller's */
}

@thread
static void quiet(void)
{
    if (catch twice(1) != 0) return;
    await twice(2);
}

@thread(as = measure) extern size_t strlen(const char *);

@cpu_bound(timeout = 5s, memory = 64M)
double mean(@len(count) const double *values, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) total += values[i];
    return count ? total / (double) count : 0;
}
