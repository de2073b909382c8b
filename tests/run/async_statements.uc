/* Every statement, suspended at every place: the plain program's order of events. */
#include <stdio.h>
#include <unsync.h>

static void say(const char *what, int n)
{
    printf("%s %d\n", what, n);
}

@async
int branches(int n)
{
    int seen = 0;
    await unsync_yield();
    if (n > 2) {
        await unsync_yield();
        seen += 1;
    } else if (n == 2)
        seen += 10, await unsync_yield();
    else
        await unsync_yield();
    if (n == 1) await unsync_yield(); else seen += 100;
    if (n) { if (n == 3) await unsync_yield(); else { seen += 1000; await unsync_yield(); } }
    say("branches", seen);
    return seen;
}

@async
int loops(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        await unsync_yield();
        if (i == 2) continue;
        for (int j = i; j; j--) { sum += j; await unsync_yield(); if (j == 2) break; }
        sum += 100;
    }
    int k = 0;
    while (k < n) { k++; await unsync_yield(); if (k == 3) break; sum += 1000; }
    do { await unsync_yield(); k--; if (k == 1) continue; sum += 10000; } while (k > 0);
    for (;;) { await unsync_yield(); if (++k > 4) break; }
    while (k-- > 0) await unsync_yield();
    do await unsync_yield(); while (++k < 2);
    for (int a = 0, b = 10; a < b; a++, b--) await unsync_yield();
    say("loops", sum);
    return sum + k;
}

@async
int chooses(int n)
{
    int result = 0;
    switch (n) {
        int hidden;
    case 0:
        await unsync_yield();
        result = 1;
        break;
    case 1: case 2:
        result = 2;
        await unsync_yield();
        /* fall through */
    case 3: {
        int here = result;
        await unsync_yield();
        result = here * 10 + 3;
    }
        break;
    case 4 ... 6:
        hidden = n;
        await unsync_yield();
        result = hidden * 2;
        break;
    default:
        await unsync_yield();
        switch (n % 2) { case 0: await unsync_yield(); result = -2; break; case 1: result = -1; }
    }
    await unsync_yield();
    return result;
}

@async
void nothing(void)
{
}

@async
void leaves_early(int n)
{
    await unsync_yield();
    if (n == 0) return;
    for (;;) {
        await unsync_yield();
        if (n == 1) return;
        say("late", n);
        await nothing();
        return;
    }
}

@async
int same(int n)
{
    await unsync_yield();
    return n;
}

/* Bodies without an await that mix declarations and statements, under heads that await. */
@async
int mixed(int n)
{
    int all = 0, i = 0;
    do {
        all++;
        int twice = 2 * all;
        all = twice + n;
    } while (await same(i++) < 3);
    for (int k = 0; k < 2; await same(k++)) {
        all--;
        int less = all - k;
        all = less;
    }
    while (await same(i++) < 9) {
        all++;
        int more = all + i;
        all = more;
    }
    return all;
}

@async
int main(void)
{
    printf("mixed %d\n", await mixed(3));
    for (int n = 0; n < 5; n++) printf("%d\n", await branches(n));
    printf("%d\n", await loops(5));
    for (int n = 0; n < 9; n++) printf("%d ", await chooses(n));
    printf("\n");
    for (int n = 0; n < 3; n++) await leaves_early(n);
    ;
    {
    }
    await nothing();
    return 0;
}
