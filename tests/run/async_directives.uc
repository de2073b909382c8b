/* Conditional compilation inside of a body: around awaits, labels, cases and plain declarations. */
#include <stdio.h>
#include <unsync.h>

#define HAS_FIRST 1

@async int get(int n) { await unsync_yield(); return n; }

@async
int conditional(int n)
{
    int sum = 0;
#if HAS_FIRST
    sum += await get(1);
#else
    sum += await get(100);
#endif
#ifdef HAS_SECOND
    sum += await get(200);
    goto second;
#elif defined HAS_FIRST
    sum += await get(2);
    if (n == 1) goto first;
#else
    sum += await get(300);
#endif
    switch (n) {
#if !HAS_FIRST
    case 0: await get(0); break;
#endif
    case 2: sum += await get(10); break;
#ifndef HAS_SECOND
    default: sum += await get(20);
#endif
    }
#ifdef HAS_SECOND
second:
#else
_Static_assert(sizeof(int) == 4, "a declaration, of which a branch may have less"); first:
#endif
    sum += await get(1000);
    {
#if HAS_FIRST
        int last = sum;
#else
        int last = 0;
#endif
        printf("%d\n", last);
    }
#pragma GCC diagnostic ignored "-Wunused-variable"
#undef HAS_FIRST
#define HAS_THIRD
#ifdef HAS_FIRST
    sum += await get(5000);
#endif
#ifdef HAS_THIRD
    sum += await get(7000);
#endif
    return sum;
}

@async
int main(void)
{
    for (int n = 0; n < 3; n++) printf("%d\n", await conditional(n));
    return 0;
}
