/* Functions under #if: the first of the file in a branch that is not compiled, one in each
 * branch, one whose head differs, a guard around all of it. */
#ifndef BRANCHES
#define BRANCHES

#ifdef NEVER_DEFINED
static int only_there(int n) { return n; }

static int either(int n)
{
    return only_there(n) * 1000;
}
#else
static int either(int n)
{
    int twice = n * 2;
    return twice;
}
#endif

#if defined NEVER_DEFINED
static long wide(int n)
#else
static int wide(int n)
#endif
{
    return n + 1;
}

#include <stdio.h>

int main(void)
{
#if 0
    it's no C /* that stands here "
#elif BRANCHES + 1
    printf("%d %d\n", either(4), wide(5));
#else
    return 1;
#endif
    return 0;
}
#endif
