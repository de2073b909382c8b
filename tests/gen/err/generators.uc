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

@async @generator
int numbers(int n)
{
    yield n;
}

@async @generator(send = int)
int would_lose(int n)
{
    yield_from numbers(n);
}

@generator
int plain(int n)
{
    yield n;
}

@async
int wrong_loop(void)
{
    unsync_each (numbers, v, 3) return v;
    return 0;
}

@thread
int awaits_too_much(void)
{
    unsync_each_await (plain, v, 3) return v;
    return 0;
}

@cpu_bound
int takes_one(unsync_generator_of(int) source)
{
    return source != NULL;
}

@thread
plain_generator gives_one(int n)
{
    return plain(n);
}
