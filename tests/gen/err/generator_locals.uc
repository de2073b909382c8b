/* What a frame cannot hold is said in the words of a generator. */
#include <alloca.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unsync.h>

@generator
int tricks(int n)
{
    jmp_buf here;
    if (setjmp(here)) return;
    char *room = alloca((unsigned) n);
    yield room[0];
    va_list rest;
    va_start(rest, n);
}

@generator
int in_a_register(void)
{
    register int x asm("rbx") = 1;
    yield x;
    yield x;
}

@generator
int of_own_type(int n)
{
    struct pair { __typeof__(n) first, second; } pair = {n, 1};
    yield pair.first;
    yield pair.second;
}

@async @generator(send = int)
int awaited(int n)
{
    char *room = alloca((unsigned) n);
    yield room[0];
}
