/* What a generator cannot say, and what of it can be said nowhere else. */
#include <unsync.h>

@async int other(void) { return 1; }

@generator
int waits(void)
{
    yield await other();
}

@generator
int catches(void)
{
    yield catch other();
}

@async
int no_generator(void)
{
    yield 1;
    return 0;
}

@thread
void nor_this(void)
{
    yield_from waits();
}

@generator
int returns(int n)
{
    if (n == 0) return 5;
    yield n;
}

@generator
void of_nothing(int n)
{
    yield n;
}

@generator
int of_something(int n)
{
    yield;
}

@generator
int is_sent_nothing(int n)
{
    int x = yield n;
    yield x;
}

@generator(send = void)
void of_void(void)
{
    yield;
}

@generator(send = const int)
void of_const(void)
{
    yield;
}

@async
void drops(void)
{
    of_something(3);
    await of_something(4);
}

@generator @thread
int in_a_thread(void);

@generator int later(void);
@async int later(void);

@async(as = foreign_task) @generator extern int foreign(void);

@generator
int unevaluated(void)
{
    yield (int) sizeof(yield 1);
}
