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
int main(void)
{
    printf("%d\n", await parted(1));
    printf("%d\n", await painted());
    printf("%d\n", await in_a_thread(2));
    printf("%d\n", base);
    return 0;
}
