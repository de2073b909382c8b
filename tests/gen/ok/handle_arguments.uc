/* Handles behind '...': no compiler sees what they are. */
#include <stdarg.h>
#include <stdio.h>
#include <unsync.h>

#define LOG(...) fprintf(stderr, __VA_ARGS__)
#define ONE one(1)

int wait_all(int count, ...);

@async int one(int n) { await unsync_yield(); return n; }
@thread double half(int n) { return n / 2.0; }

@async
int shown(int n)
{
    one_task kept = one(3);
    char text[20];

    printf("%p %d\n", (void *) text, await one(n));
    printf("%p %p\n", (one(n)), half(n));
    LOG("%p\n", one(n));
    snprintf(text, sizeof text, "%p", ONE);
    wait_all(1, kept);
    wait_all(2, one(1), unsync_sleep(1));
    if (n > 3) unsync_fail(-3, "%p", one(n));
    return await kept;
}

/* Functions by the name of their type: no parentheses to look at. */
typedef int notice(const char *format, ...);
notice noticed;
