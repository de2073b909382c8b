/* Macro calls stay as the user wrote them where that means the same. */
#include <assert.h>
#include <stdio.h>
#include <unsync.h>

#define SQUARE(n) ((n) * (n))
#define SHOW(n) printf(#n " is %d\n", n)
#define LIMIT 10
#define EACH(i, n) for (int i = 0; i < (n); i++)
#define LOG(...) fprintf(stderr, __VA_ARGS__)

@async int get(int n) { return n; }

@async
int use(int x)
{
    int values[LIMIT] = {SQUARE(2)}, y = SQUARE(x);
    LOG("%d %d\n", x, await get(LIMIT));
    assert(x > LIMIT);
    SHOW(y);
    EACH(i, LIMIT) {
        y += SQUARE(await get(i));
    }
    return SQUARE(values[0]) + y;
}
