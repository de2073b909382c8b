#include <stdio.h>
#include <unsync.h>
#include "items.h"
int two(void);
@thread int t(void) { return two(); }
@async int main(void)
{
    int ids[] = {1, 2, 3};
    struct item like = {7, "like"};
    items_generator a = items(ids, 3, &like), b = items(ids, 3, &like);
    struct item *x, *y;
    while (await items_next(a, &x) && await items_next(b, &y)) { printf("%d %s %d\n", x->id, x->name, y->id); item_free(x); item_free(y); }
    int n = 0;
    beats_generator g = beats();
    while (await beats_next(g)) n++;
    printf("%d %d\n", n, await t());
    return 0;
}
