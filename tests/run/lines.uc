/* __LINE__, __FILE__ and __func__ in a body are those of the user's text. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

#define HERE() printf("%s %d\n", __func__, __LINE__)

@async int get(int n) { await unsync_yield(); return n; }

@async
int lined(int n,
          int m)
{
    HERE(); /* 14 */
    int sum =
        await get(__LINE__) + /* 16 */
        n;
    HERE(); /* 18 */
    if (await get(1) &&
        await get(m))
        HERE(); /* 21 */

    while (n > 0 &&
           await get(
               n)) { /* a comment
           of two lines */ HERE(); /* 26 */
        n = await get(n - 1);
    }
    HERE(); /* 29 */
    /* three
       lines
       of comment */
    sum += await get(1), HERE(); /* 33 */
    struct { int line; const char *file; } place = {
        .line = __LINE__, /* 35 */
        .file = __FILE__,
    };
    await unsync_yield(); HERE(); /* 38 */
    printf("%d %s\n", place.line, strrchr(place.file, '/') ? strrchr(place.file, '/') + 1 : place.file);
    for (int i = 0;
         i < 2 && await get(i) < 1;
         i++)
        HERE(); /* 43 */
    printf("%d %d\n", sum - 16, await get(\
        __LINE__)); /* 44 or 45 */
    HERE(); /* 46 */ return sum;
}

static void outside(void)
{
    HERE(); /* 51 */
}

@thread
int blocking(int n)
{
    HERE(); /* 57 */
    n += await get(
        1);
    HERE(); /* 60 */
    return __LINE__ + n; /* 61 */
}

@async int main(void) {
    printf("%d\n", await lined(2, 1));
    outside();
    printf("%d\n", await blocking(0));
    HERE(); /* 68 */
}
