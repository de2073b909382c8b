/* && || ?: and the comma evaluate in C's order, and only what C evaluates. */
#include <stdio.h>
#include <unsync.h>

static int say(int n)
{
    printf("%d", n);
    return n;
}

@async int get(int n) { await unsync_yield(); printf("(%d)", n); return n; }
@async double real(double n) { await unsync_yield(); printf("(%g)", n); return n; }
@async const char *text(const char *s) { await unsync_yield(); printf("(%s)", s); return s; }
@async void mark(int n) { await unsync_yield(); printf("(v%d)", n); }
struct pair { int a, b; };
@async struct pair pair(int a) { await unsync_yield(); printf("(p%d)", a); return (struct pair){a, -a}; }

static void end(int n)
{
    printf(" = %d\n", n);
}

@async
void decide(int a, int b)
{
    return a ? await mark(b) : (void) 0;
}

@async
int main(void)
{
    int x = 1, v;
    double d;
    const char *s;

    for (int a = 0; a < 2; a++)
        for (int b = 0; b < 2; b++) {
            end(say(a) && await get(b));
            end(say(a) || await get(b));
            end(await get(a) && say(b));
            end(await get(a) || say(b));
            end(await get(a) && await get(b));
            end(await get(a) || await get(b));
            end((await get(a) && say(b)) || await get(2));
            end(say(a) && (await get(b) || say(3)) && await get(4));
            end(!(say(a) && await get(b)) + (await get(b) || await get(a)));
            end(say(a) ? await get(5) : say(6));
            end(say(a) ? say(7) : await get(8));
            end(await get(a) ? await get(9) : await get(10));
            end(await get(a) ? say(b) ? await get(11) : say(12) : await get(13));
            end((say(a) ? await get(1) : await get(2)) * 10 + (say(b) ? await get(3) : 4));
            say(a) && await get(b);
            end(0);
            say(a) || (await mark(b), 1);
            end(0);
            say(a) ? await mark(14) : (void) say(15);
            end(0);
            (say(a), await get(b)) ? await mark(16) : await mark(17);
            end(0);
            if (say(a) && await get(b)) printf(" both");
            if (!(say(a) || await get(b))) printf(" none"); else printf(" some");
            end(0);
            await decide(a, b);
        }
    v = (x = 2, await get(x));
    end(v);
    v = (await get(3), say(x), await get(4)) + (x = 5, await get(x));
    end(v);
    say(1), await get(2), say(3);
    end(0);
    await mark(1), say(2);
    end(0);
    x = 7;
    v = x + (x < 10 ? await get(x) : 0);
    end(v);
    d = x ? await real(0.5) : 1;
    printf("%g ", d);
    d = x ? 1 : await real(0.5);
    printf("%g ", d);
    s = x > 100 ? "big" : await text("small");
    printf("%s ", s);
    s = s && await text("x") ? await text("yes") : 0;
    printf("%s\n", s);
    struct pair p = x ? await pair(3) : (struct pair){0, 0};
    printf("%d %d\n", p.a, (x ? p : await pair(4)).b);
    for (int i = 0, n = 3; i < n && await get(i) < 2; i++, say(i) && await get(i))
        printf("[%d]", i);
    printf("\n");
    v = await get(1) ?: say(2);
    v += await get(0) ?: say(2);
    end(v);
    return 0;
}
