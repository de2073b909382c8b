/* A word that was misspelt looks like the type of a prototype. */
#include <stddef.h>
#include <unsync.h>
typedef int number;
@async int f(int n) { await unsync_yield(); return n; }
@async size_t g(number n) { await unsync_yield(); return (size_t) n; }
@async int p(int n)
{
    number f(number);
    size_t g(int);
    awiat f(n);
    return n;
}
