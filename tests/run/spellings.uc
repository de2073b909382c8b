/* Three spellings of a mark, words written like calls, marks before and after `static`. */
#include <stdio.h>
#include <unsync_plain.h>

/*@async*/
int one(int n)
{
    await(unsync_yield());
    return n;
}

//@async
static int two(int n)
{
    int m = await(one(n)) + 1;
    return m;
}

[[unsync::async]] [[gnu::noinline]] int three(int n)
{
    return await(two(n)) + await(one(0)) + 1;
}

static /*@thread*/ int four(int n) { return await(three(n)) + 1; }

/*@cpu_bound(timeout = 60s)*/
inline static int five(int n) { return n + 1; }

/* @async is prose here, and so is this: */
// @async
static int plain(int await) /* not @async */
{
    int catch = await + 1;
    return catch;
}

/*@async*/ int prototype(int);
@async static int later(int);

/*@async*/
int main(void)
{
    int code = catch(one(5));
    printf("%d %d %d %d %d\n", await(one(1)), await(two(1)), await(three(1)), await(four(1)), code);
    printf("%d %d %d %d\n", await(five(4)), plain(5), await prototype(6), await(later(7)));
    return 0;
}

@async int prototype(int n) { return n; }
@async static int later(int n) { await unsync_yield(); return n; }
