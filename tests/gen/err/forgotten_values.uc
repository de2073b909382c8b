/* Handles where values are meant, behind what a compiler converts with a warning at most. */
#include <stdlib.h>
#include <unsync.h>

@async int number(int n) { await unsync_yield(); return n; }
@thread char *text(int n) { return n ? malloc(3) : NULL; }
@thread const char *borrowed(int n) { return n ? "a" : "b"; }
@thread void *memory(int n) { return malloc((size_t) n); }

@async
int values(int n)
{
    char *s = text(n), *list[2] = {text(1)};
    const char *b;
    int all[3] = {number(1), [2] = number(2)}, rows[2][2] = {{1, number(3)}}, *p = all;

    b = borrowed(n);
    all[0] = number(4);
    *p = number(5);
    p[1] = (int) number(6);
    n = n ? number(7) : 3;
    n = (n++, number(8));
    return n > 3 ? rows[0][0] : number(9);
}

/* These may keep a handle. */
@async
int kept(int n)
{
    void *any = memory(n), *other = (void *) number(n);
    char *bytes = (char *) text(n);
    number_task task = n ? number(1) : number(2), tasks[2] = {number(3)};

    tasks[1] = number(4);
    unsync_release((memory_task) any);
    unsync_release((number_task) (void *) other);
    unsync_release((text_task) (void *) bytes);
    return await task + await tasks[0] + await tasks[1];
}
