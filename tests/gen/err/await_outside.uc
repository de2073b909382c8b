#include <unsync.h>
@async int f(int n) { return n; }
int plain(int n) { return await f(n); }
static int parentheses(int n)
{
    return catch (f(n));
}
int variable = await f(1);
int ordinary(int await) { return await + 1; }
@async @generator int numbers(void) { yield 1; }
static int loop(void)
{
    unsync_each_await (numbers, n) return n;
    return 0;
}
