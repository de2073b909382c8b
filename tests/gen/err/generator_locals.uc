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
int of_variable_length(int n)
{
    _Alignas(64) int (*list)[n] = 0;
    yield (*list)[0];
    yield (*list)[1];
}

@async @generator(send = int)
int awaited(int n)
{
    char *room = alloca((unsigned) n);
    yield room[0];
}
