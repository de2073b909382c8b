/* Locals that a frame cannot hold. */
#include <unsync.h>

@async void pause(void) { await unsync_yield(); }
@async int count(int n) { return n; }

@async
void in_register(void)
{
    register int r __asm__("rbx") = 1;
    await pause();
    (void) r;
}

@async
void bound_type(int n)
{
    typedef __typeof__(n) number;
    typedef number wide __attribute__((aligned(64)));
    struct pair { number x; } a = {1};
    wide b = 2;
    await pause();
    (void) a, (void) b;
}

@async
void variable_type(int n)
{
    static int (*rows)[n], count;
    await pause();
    (void) rows, (void) count;
}

@async
void variable_guess(int n)
{
    int cube[n][n][n];
    __auto_type plane = cube[n++];
    await pause();
    (void) plane;
}

@async
void static_variable(void)
{
    char size[4];
    static int list[sizeof size];
    int d[sizeof list / sizeof *list];
    await pause();
    (void) d;
}

@async
int conditional_value(int n)
{
    char size[4];
    static const int table[sizeof size] = {1, 2};
    return (n ? await count(n) : table[0]) + await count(1);
}

/* Nothing of these lives across the await. */
@async
void fine(void)
{
    typedef int number;
    enum { SIZE = 3 };
    static int list[SIZE];
    await pause();
    struct inner { number x; } here = {list[0]};
    (void) here;
}

@async
void conditions(int n)
{
#define X 1
#if X == 1
    int a = 1;
#else
    long a = 2;
#endif
#undef X
#if __LINE__ < 1000
    static int b;
#else
    int b = 2;
#endif
    await pause();
    (void) a, (void) b;
    {
#ifdef Y
        int n = 5, c = 1;
#else
        char c[n + 1];
#endif
        await pause();
        n++, (void) c;
    }
}

@async
unsigned long members(int n)
{
    typedef int row[n];
    struct sized { char head; row rows[2]; };
    struct outer { struct { int list[n++]; } inner; int (*table)[n]; };
    n++;
    await unsync_yield();
    return sizeof(struct sized) + sizeof(struct outer);
}

@async
int placed(int n)
{
    [[gnu::section("mine")]] int first = n;
    [[maybe_unused, gnu::aligned(16), gnu::tls_model("local-exec")]] int second = n;
    await unsync_yield();
    return first + second;
}

enum { WIDTH = 3 };

@async
int hiding(int n)
{
    int rows[n][WIDTH];
    await pause();
    {
        static int WIDTH = 1;
        return rows[0][WIDTH];
    }
}

@async
int cut(int n)
{
    int list[n
#ifdef WIDE
             + 1
#else
             + 2
#endif
    ];
    list[0] = n;
    await pause();
    return list[0];
}

#define LARGER(a, b) ({ __typeof__(a) one = (a); __typeof__(b) two = (b); one > two ? one : two; })

@async
void uncounted(int n)
{
    int list[n];
    __typeof__(LARGER(sizeof list, 2ul)) sizes[] = {LARGER(sizeof list, (size_t) await count(n)), 1};
    await pause();
    (void) sizes;
}
