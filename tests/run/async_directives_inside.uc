/* Directives inside of initialisers and of statements that await: items, operands, declarators. */
#include <stdarg.h>
#include <stdio.h>
#include <unsync.h>
#define ON 1
#define OFF 0
static char trace[200];
static int at;
@async int get(int n) { trace[at++] = (char) ('a' + n); await unsync_yield(); return n; }
#if ON
@async int only_x(int n) { await unsync_yield(); return n * 10; }
#endif
static int sum(int n, ...) {
    va_list l; int s = 0; va_start(l, n);
    for (int i = 0; i < n; i++) s = s * 10 + va_arg(l, int);
    va_end(l); return s;
}
enum { COUNT = 3 };
struct pair { int a, b; };
static int add(struct pair p) { return p.a * 100 + p.b; }

@async int lists(int n)
{
    int list[] = {
        1,
#if ON
        2, n,
#else
        7,
#endif
        3};
    int fixed[8] = {
#if !ON
        [2] = 5,
#endif
        [1] = 4
    };
    struct pair pair = {
#if ON
        .a = n,
#endif
        .b = 2
    };
    int scalar =
#if ON
        n +
#endif
        1;
    const char *text =
        "a"
#if ON
        "b"
#endif
        "c";
    char chars[] =
#if ON
        "long "
#endif
        "text";
    int one = 1,
#if ON
        two = 2,
#endif
        three = 3;
    await get(0);
#if ON
    three += two;
#endif
    printf("%zu %d %d\n", sizeof list / sizeof *list, list[1], list[2]);
    printf("%d %d %d %d %d\n", fixed[1], fixed[2], pair.a, pair.b, scalar);
    printf("%s %s %zu %d %d\n", text, chars, sizeof chars, one, three);
    return 0;
}

@async int calls(int n)
{
    int list[] = {
        await get(1),
#if OFF
        await get(2), await only_x(3),
#else
        n && await get(3),
#endif
        await get(4)
    };
    int value = sum(COUNT,
        await get(5),
#if OFF
        await only_x(6),
#endif
        n ? await get(7) : 1,
        await get(sum(1,
#if OFF
            8,
#else
            9,
#endif
            2
        )));
    printf("%d %zu %d %d\n", value, sizeof list / sizeof *list, list[1], list[2]);
    value = await get(1)
#if OFF
        + await get(2)
#else
        - await get(3)
#endif
        * 2;
    printf("%d\n", value);
    if (await get(n)
#if OFF
        == 4
#endif
    )
        printf("yes\n");
    while (
#if OFF
        await only_x(1) - 10 +
#endif
        await get(2) + n-- > 4)
        printf("loop\n");
    for (int i = 0; i < await get(2)
#if OFF
         + 1
#endif
         ; i +=
#if OFF
         await get(1) *
#endif
         await get(1))
        printf("for %d\n", i);
    do n++; while (n < await get(3)
#if OFF
                   + await get(2)
#endif
    );
    printf("%d\n", add((struct pair) {
#if OFF
        .a = await get(3),
#endif
        .b = await get(4)}));
    struct pair *p = &(struct pair) {
#if OFF
        .a = 3,
#endif
        .b = 4};
    int *list2 = (int[]) {1,
#if OFF
        2,
#endif
        3};
    await get(1);
    printf("%d %d\n", add(*p), list2[1]);
    return await get(1) +
#if OFF
        await get(2) +
#endif
        n;
}

@async int logic(int n)
{
    return sum(2,
#if ON
        n && await get(1) && sum(2, 1,
#endif
#if ON
        2),
#else
        n || await get(2) ? await get(3) : 4,
#endif
        (n--, await get(n)));
}

@async struct pair pairs(int n)
{
    return (struct pair) {.b = await get(n),
#if ON
        .a = n
#endif
    };
}

@async int main(void)
{
    await lists(5);
    printf("%d\n", await calls(4));
    printf("%d\n", await logic(4));
    printf("%d\n", add(await pairs(4)));
    printf("%s\n", trace);
    return 0;
}
