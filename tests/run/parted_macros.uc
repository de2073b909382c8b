/* A function with the name of a macro: where C calls the function, nothing that is emitted around the
 * call makes a call of the macro of it. */
#include <stdio.h>
#include <unsync.h>

static int base = 1000;

static int (add)(int n) { return n + 100; }
#define add(n) ((n) + 1)
#define ARGUMENTS (n)
#define GET add
#define SAME(e) e
static int (more)(int n) { return n; }
#define more(n) more((n) + base)
static long (wide)(int n) { return n; }
#define wide(n) ((char) (n))

@async
int parted(int n)
{
    int local = add ARGUMENTS;           /* no parenthesis behind it: the function */
    await unsync_yield();
    local += GET ARGUMENTS;
    const int list[] = {add ARGUMENTS, GET ARGUMENTS, SAME(add ARGUMENTS), GET(n)};
    __auto_type size = sizeof(wide ARGUMENTS);
    __auto_type value = wide ARGUMENTS;
    await unsync_yield();
    if (add ARGUMENTS == 101) await unsync_yield();
    printf("%d %d %d %d\n", list[0], list[1], list[2], list[3]);
    printf("%d %d\n", size == sizeof(long), sizeof value == sizeof(long));
    return SAME(add) ARGUMENTS + local;
}

@async
int painted(void)
{
    int base = 1;                        /* the macro of its own body is not called again */
    await unsync_yield();
    int sum = more(5);
    await unsync_yield();
    return sum + more(7) + base;
}

@thread
int in_a_thread(int n)
{
    defer base += add ARGUMENTS;
    return GET ARGUMENTS + more(n);
}

@async
int twice(int n)
{
    await unsync_yield();
    return 2 * n;
}

@generator
int upto(int n)
{
    for (int i = 1; i <= n; i++) yield i;
}

#define twice(n) twice((n) + 1)          /* as a macro that adds __FILE__ does */
#define upto(n) upto((n) + 1)
#define SUM(g) ({ int v_, sum_ = 0; while (upto_next(g, &v_)) sum_ += v_; sum_; })

@thread
int wrapped(int n)
{
    upto_generator values = upto(n);
    return SUM(values) + await twice(n) + await twice(await twice(n)) + SAME(await twice(n));
}

@async
int wrapped_on_loop(int n)
{
    upto_generator values = upto(await twice(n));
    defer (void) await twice(await twice(n));
    if (catch twice(n) < 0) return -1;
    return SUM(values) + await twice(n) + await twice(await twice(n)) + SAME(await twice(n));
}

@async
int locals(int (*call)(int))
{
#define call(n) call((n) + 1)
    int (*other)(int) = call, kept = 1;
#define other(n) other((n) + 1)
#define kept (kept + 10)
    await unsync_yield();
    return call(await twice(1)) + other(2) + (other)(2) + kept;
}

@async
int main(void)
{
    printf("%d %d\n", await wrapped(3), await wrapped_on_loop(1));
    printf("%d\n", await locals(more));
    printf("%d\n", await parted(1));
    printf("%d\n", await painted());
    printf("%d\n", await in_a_thread(2));
    printf("%d\n", base);
    return 0;
}
