#include <unsync.h>
@async int f(int n) { return n; }
int plain(int n) { return await f(n); }
static int parentheses(int n)
{
    return catch (f(n));
}
int variable = await f(1);
int ordinary(int await) { return await + 1; }
