/*
 * Conditions whose words are nearly the same: what stands in quotes and in names of files counts
 * byte for byte, so that none of these says anything of the next one.
 */
#include <stdio.h>
#include <unsync.h>
#define END '\n'
#define OPEN '('
#define CLOSE ')'
#define MANY 1

@async static int get(int n) { await unsync_yield(); return n + 1; }

@async static int escaped(int x)
{
    int r = 0;
#if END == '\n'
    if (x > 2) {
#else
    if (x > 1) {
#endif
        r += await get(1);
#if END == 'n'
        r += 100;
#endif
    }
    return r;
}

@async static int bracketed(int x)
{
    int r = 0;
#if !(OPEN == '(') || (CLOSE == ')')
    while (r < x) {
#else
    if (x > 1) {
#endif
        r += await get(1);
#if (OPEN == '(') || (CLOSE == ')')
        r += 10;
#else
        r += 100;
#endif
    }
    return r;
}

/* Nothing in quotes is a comment. */
@async static int commented(int x)
{
    int r = 0;
#if OPEN == '"' /* " */ || CLOSE == ')' // '
    if (x > 2) {
#else
    if (x > 1) {
#endif
        r += await get(1);
#if OPEN == '"' /* " */ || CLOSE == ']' // '
        r += 100;
#endif
    }
    return r;
}

@async static int of_files(int x)
{
    int r = 0;
#if __has_include(<sys//types.h>)
    if (x > 2) {
#else
    if (x > 1) {
#endif
        r += await get(1);
#if __has_include(<sys//nonesuch.h>)
        r += 100;
#endif
    }
    return r;
}

/* The same words, cut into lines. */
@async static int spliced(int x)
{
    int r = 0;
#if defined(MA\
NY) && END == '\
\n'
    if (x > 2) {
#endif
        r += await get(1);
#if defined ( MANY ) \
    && END == '\n'
    }
#endif
    return r;
}

@async int main(void)
{
    for (int i = 1; i < 4; i++)
        printf("%d %d %d %d %d\n", await escaped(i), await bracketed(i), await commented(i),
               await of_files(i), await spliced(i));
    return 0;
}
