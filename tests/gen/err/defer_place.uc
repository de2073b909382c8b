/* A deferred statement needs a block at whose end it runs. */
#include <stdlib.h>
#include <unsync.h>

static void drop(char **p) { free(*p); }

@async
void branches(int n)
{
    char *p = malloc(1);
    if (n) defer free(p);
    while (n--) defer free(p);
    await unsync_yield();
}

@thread
int expression(int n)
{
    return ({ defer n++; n; });
}

@async
int cleanup_in_expression(void)
{
    await unsync_yield();
    return ({ __attribute__((cleanup(drop))) char *p = malloc(1); *p; });
}
