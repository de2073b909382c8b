/* A result that nobody takes is disposed of: by free, by the message's own function, or as the mark says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

typedef const char *borrowed;
typedef char *owned;

@message
struct box {
    char *text;
};

static int closed;

static void shut(int *p)
{
    closed++;
    free(p);
}

@async(drop = shut)
int *opened(void)
{
    int *p = malloc(sizeof *p);
    await unsync_yield();
    return p;
}

@thread
char *copied(const char *text)
{
    return strdup(text);
}

@thread
owned copied_too(const char *text)
{
    return strdup(text);
}

@async
borrowed literal(void)
{
    await unsync_yield();
    return "literal";
}

@cpu_bound
struct box *boxed(const char *text)
{
    struct box *box = malloc(sizeof *box);
    box->text = strdup(text);
    return box;
}

@async
void starts_and_leaves(void)
{
    unsync_background(opened());
    unsync_background(copied("a"));
    unsync_background(copied_too("b"));
    unsync_background(literal());
    unsync_background(boxed("c"));
    opened_task mine = opened();
    await unsync_sleep(1);
    while (!unsync_done(mine)) await unsync_yield();
}

@async
int main(void)
{
    await starts_and_leaves();
    boxed_task box = boxed("d");
    while (!unsync_done(box)) await unsync_sleep(1);
    unsync_release(box);
    copied_task text = copied("e");
    if (catch text == 0) unsync_release(text);
    printf("%d\n", closed);
    return 0;
}
