/* Blocks and expressions that are never alive together share storage in the frame; whatever lives does not. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@async
int one(int n)
{
    await unsync_yield();
    return n;
}

@async
long siblings(int n)
{
    long total = 0;

    for (int i = 0; i < n; i++) {
        char text[40];
        snprintf(text, sizeof text, "%d", i);
        total += await one(i) * await one(i + 1) + text[0];
    }
    for (int j = 0; j < n; j++) {
        double v[3] = {1, 2, 3};
        await one(3);
        total += (long) v[await one(1)];
        {
            int k = await one(j);
            await one(k);
            total += k;
        }
    }
    if (n > 2) {
        const char *name = "abc";
        await one(4);
        total += (long) strlen(name);
    } else {
        struct { int a, b; } pair = {n, await one(n)};
        await one(5);
        total += pair.a * 100 + pair.b;
    }
    return total;
}

/* What an outer block holds outlives the inner ones, before, between and behind it. */
@async
int nested(int n)
{
    int sum = 0;
    {
        int a = n, *p = &a;
        {
            int b = await one(2);
            await one(0);
            sum += b + *p;
        }
        int c = a + 1;
        {
            int d[2] = {await one(3), c};
            await one(0);
            sum += d[0] + d[1] + *p;
        }
        await one(0);
        sum = sum * 10 + a + c;
    }
    {
        int e = 7;
        await one(0);
        sum += e;
    }
    return sum;
}

/* Jumps out of one block into the other and back. */
@async
int jumps(int n)
{
    int sum = 0;

    goto second;
first:
    {
        int a = n;
        await one(1);
        sum = sum * 10 + a;
        if (n > 2) goto end;
        goto inside;
    }
second:
    {
        int b;
inside:
        b = n + 5;
        await one(1);
        sum = sum * 10 + b;
        n++;
        goto first;
    }
end:
    return sum;
}

@async
int switched(int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        switch (await one(i)) {
        case 0: { int a = 3; await one(a); sum += a; } break;
        case 1: { long b[2] = {4, 5}; await one(1); sum += (int) b[1]; } /* falls through */
        default: { short c = 6; await one(c); sum += c; }
        }
    return sum;
}

/* Parameters that are needed only in the beginning. */
@async
int begins(const char *name, int mode, int rest)
{
    int sum = (int) strlen(name) + mode;
    int more = await one(rest);
    long list[3] = {more, more + 1, sum};

    await one(0);
    for (int i = 0; i < 3; i++) {
        int twice = (int) list[i] * 2;
        await one(twice);
        sum += twice;
    }
    return sum;
}

@async
int needed_again(int n, int step)
{
    int count = 0;
    while (count < n) {
        count += step;
        await one(count);
    }
    int last = count;
    await one(last);
    return last * 10 + count;
}

@async
int leads_back(int n)
{
    int rounds = 0;
again:
    rounds += n;
    await one(0);
    int copy = rounds;
    await one(1);
    if (copy < 5) goto again;
    return copy;
}

@async
int read_behind(int n)
{
    int first = n + await one(1);
    int second = await one(2) + n;
    int third = await one(3);
    await one(4);
    return first * 100 + second * 10 + third;
}

@async
void adds(int *to, int n)
{
    await unsync_sleep(1);
    *to += n;
}

/* A task of one block still writes while its sibling runs, to what is not the sibling's. */
@async
int tasks_of_blocks(void)
{
    int sum = 0;
    {
        int a = 1;
        adds_task task = adds(&a, 10);
        await one(0);
        await task;
        sum += a;
    }
    {
        int b = 2;
        adds_task task = adds(&b, 20);
        await one(0);
        await task;
        sum += b;
    }
    return sum;
}

static int first(const int *list) { return list[0]; }

@async
int literals(int n)
{
    int sum = 0;
    {
        const int *a = (int[]){n, 2};
        await one(0);
        sum += first(a) + a[1];
    }
    {
        const int *b = (int[]){n + 5, 3};
        await one(0);
        sum += first(b) + b[1];
    }
    return sum;
}

/* Pointers to parts: of a complex number, of what is chosen, behind __extension__. */
@async
int parts(double _Complex number, int a, int b, int c)
{
    double *real = &__real__ number, *imaginary = &__imag__ number;
    int *p = &_Generic(1, int: a, default: b), *q = &__builtin_choose_expr(0, a, b);
    int *r = &__extension__ (c);
    int later[8] = {await one(90), 91, 92, 93, 94, 95, 96, 97};

    await one(0);
    return (int) (*real + *imaginary) + *p + *q + *r + later[1];
}

@async
int main(void)
{
    printf("%ld %ld\n", await siblings(2), await siblings(4));
    printf("%d %d\n", await nested(1), await nested(5));
    printf("%d %d\n", await jumps(1), await switched(3));
    printf("%d %d\n", await begins("name", 2, 3), await needed_again(5, 2));
    printf("%d %d\n", await leads_back(2), await read_behind(3));
    printf("%d %d\n", await tasks_of_blocks(), await literals(1));
    printf("%d\n", await parts(__builtin_complex(1000.0, 2000.0), 1, 20, 300));
    return 0;
}
