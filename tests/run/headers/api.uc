#include "api.h"

#include <stdlib.h>
#include <string.h>

@async
int twice(int n)
{
    await nothing();
    return 2 * n;
}

@thread
char *joined(const char *left, const char *right)
{
    char *text = malloc(strlen(left) + strlen(right) + 1);
    return text ? strcat(strcpy(text, left), right) : NULL;
}

@cpu_bound
long distance(const struct span *span)
{
    if (span == NULL) unsync_fail(-1, "there is no span");
    return (long) span->to - span->from + (long) strlen(span->name);
}

@async
void nothing(void)
{
    await unsync_yield();
}

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }

@async
int (*chosen(int which))(int, int)
{
    await unsync_yield();
    return which ? add : sub;
}
