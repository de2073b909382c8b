/* In the lanes that block an await is an expression of any place, also where the loop lane refuses it. */
#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

#define DUP(e) ((e) + (e))

@async int get(int n) { await unsync_yield(); return n; }
@async void nothing(void) { await unsync_yield(); }
@thread int half(int n) { return n / 2; }

static int sum(int count, ...)
{
    va_list list;
    int total = 0;
    va_start(list, count);
    while (count--) total += va_arg(list, int);
    va_end(list);
    return total;
}

@thread
int everywhere(int n)
{
    int vla[await get(n)], i = 0;
    struct { int a, b; } pair = {await get(1), .b = await get(2)};

    for (i = await get(0); i < n && await get(1); i += await get(1)) vla[await get(i)] = await half(i * 2);
    assert(await get(n) == n);
    int block = ({ int inner = await get(5); inner * await get(2); });
    await nothing();
    (void) await nothing();
    (i ? await nothing() : (void) 0);
    printf("%d %d %d %d\n", vla[n - 1], pair.a + pair.b, block, DUP(await get(i)));
    switch (await get(i)) {
    case 3: printf("three\n");
    }
    do { i--; if (i == 1) continue; } while (await get(i));
    return sum(3, await get(await get(await get(1))), await get(2), ({ if (n > 100) return -1; 3; }));
}

@thread
void leaves(int n, int *out)
{
    if (n == 0) return;
    if (n == 1) return await nothing();
    while (n) {
        if (n == 2) { *out = await half(20); return; }
        n--;
    }
}

@thread
const char *borrowed(void)
{
    return "text";
}

@thread
double no_result(int n)
{
    jmp_buf env;
    if (setjmp(env) == 0 && n) longjmp(env, 1);
    if (n < 0) unsync_fail(n, "negative");
    await get(n);
    exit(await get(3));
}

@async
int main(void)
{
    int out = 0;
    printf("%d\n", await everywhere(3));
    for (int n = 0; n < 4; n++) await leaves(n, &out);
    printf("%d %s\n", out, await borrowed());
    printf("%d\n", catch no_result(-5));
    return 0;
}
