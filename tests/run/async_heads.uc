/*
 * Branches of an #if that open or close brackets: each has the statement whole.
 * Both halves are the same text: once with A and B, once without.
 */
#include <stdio.h>
#include <unsync.h>
#pragma GCC diagnostic ignored "-Wshadow" /* k */
#define A 1
#define B 1

int k = 100;
@async static int get(int n) { await unsync_yield(); return n + 1; }

/* The head of a block in each branch. */
@async static int on_heads(int x)
{
    int y = 3, r = 0;
#ifdef A
    if (x > 2) {
#else
    if (y > x) {
#endif
        int k = await get(x);
        r += k;
    }
    return r + await get(1);
}

/* A block that is there under a condition only. */
@async static int on_pair(int x)
{
    int r = 0;
#ifdef A
    if (x > 2) {
#endif
        int k = await get(x);
        r += k;
#ifdef A
    }
#endif
    return r + await get(1);
}

/* One that is closed and another one opened: k is not that of the file. */
@async static int on_reopened(int x)
{
    int r = 0;
    if (x > 2) {
        int k = await get(x);
        (void) k;
#ifdef A
    } else {
#endif
        r += k + await get(2);
    }
    return r + await get(1);
}

/* Loops of two kinds with one body, and a block in them whose brace stands in each branch. */
@async static int on_loops(int x)
{
    int r = 0;
#ifdef A
    for (int i = 0; i < x; i++) {
#else
    while (x-- > 0) {
        int i = x;
#endif
        r += i + await get(2);
        if (r > 20)
#ifdef A
        {
            await get(r);
#else
        {
            await get(2 * r);
#endif
            r--;
        }
    }
    return r + await get(1);
}

/* The end of an if and its else; a case with its brace. */
@async static int on_cases(int x)
{
    int r = 0;
    if (x == 1)
        r = await get(1);
#ifdef A
    else if (x == 2)
        r = await get(20);
#else
    await get(3);
#endif
    switch (x) {
#ifdef A
    case 0: {
#else
    case 1: {
#endif
        r += await get(1);
        break;
    }
    }
    return r + await get(1);
}

/* An if, and a loop, whose body is there in any case. */
@async static int on_alone(int x)
{
    int r = 0;
#ifndef A
    if (x == 1)
        r = await get(1);
    else
#endif
    {
        r += await get(2);
    }
#ifdef A
    do {
#endif
       r += await get(3);
#ifdef A
    } while (r < x * 10);
#endif
    return r + await get(1);
}

/* Opened under a condition, closed under its opposite, in other words. */
@async static int on_negated(int x)
{
    int r = 0;
#ifdef A
    r = await get(3);
#else
    if (x > 2) {
#endif
    r += await get(9);
#ifndef A
    }
#endif
    return r + await get(1);
}

/* do and for, left and continued from inside. */
@async static int on_kinds(int x)
{
    int r = 0;
#ifdef A
    for (int i = 0; i < x; i++)
        for (int j = 0; j < 2; j++) {
#else
    do {
        int i = 2, j = 3;
#endif
        if (r > 100) goto out;
        r += i * await get(j);
        if (i == 1) continue;
        r++;
#ifdef A
    }
#else
    } while (await get(r) < 10);
#endif
    out:
    return r + await get(1);
}

#undef A
#undef B

@async static int off_heads(int x)
{
    int y = 3, r = 0;
#ifdef A
    if (x > 2) {
#else
    if (y > x) {
#endif
        int k = await get(x);
        r += k;
    }
    return r + await get(1);
}

@async static int off_pair(int x)
{
    int r = 0;
#ifdef A
    if (x > 2) {
#endif
        int k = await get(x);
        r += k;
#ifdef A
    }
#endif
    return r + await get(1);
}

@async static int off_reopened(int x)
{
    int r = 0;
    if (x > 2) {
        int k = await get(x);
        (void) k;
#ifdef A
    } else {
#endif
        r += k + await get(2);
    }
    return r + await get(1);
}

@async static int off_loops(int x)
{
    int r = 0;
#ifdef A
    for (int i = 0; i < x; i++) {
#else
    while (x-- > 0) {
        int i = x;
#endif
        r += i + await get(2);
        if (r > 20)
#ifdef A
        {
            await get(r);
#else
        {
            await get(2 * r);
#endif
            r--;
        }
    }
    return r + await get(1);
}

@async static int off_cases(int x)
{
    int r = 0;
    if (x == 1)
        r = await get(1);
#ifdef A
    else if (x == 2)
        r = await get(20);
#else
    await get(3);
#endif
    switch (x) {
#ifdef A
    case 0: {
#else
    case 1: {
#endif
        r += await get(1);
        break;
    }
    }
    return r + await get(1);
}

@async static int off_alone(int x)
{
    int r = 0;
#ifndef A
    if (x == 1)
        r = await get(1);
    else
#endif
    {
        r += await get(2);
    }
#ifdef A
    do {
#endif
       r += await get(3);
#ifdef A
    } while (r < x * 10);
#endif
    return r + await get(1);
}

@async static int off_negated(int x)
{
    int r = 0;
#ifdef A
    r = await get(3);
#else
    if (x > 2) {
#endif
    r += await get(9);
#ifndef A
    }
#endif
    return r + await get(1);
}

@async static int off_kinds(int x)
{
    int r = 0;
#ifdef A
    for (int i = 0; i < x; i++)
        for (int j = 0; j < 2; j++) {
#else
    do {
        int i = 2, j = 3;
#endif
        if (r > 100) goto out;
        r += i * await get(j);
        if (i == 1) continue;
        r++;
#ifdef A
    }
#else
    } while (await get(r) < 10);
#endif
    out:
    return r + await get(1);
}

@async int main(void)
{
    for (int i = 0; i < 5; i++) {
        printf("%d ", await on_heads(i));
        printf("%d ", await on_pair(i));
        printf("%d ", await on_reopened(i));
        printf("%d ", await on_loops(i));
        printf("%d ", await on_cases(i));
        printf("%d ", await on_alone(i));
        printf("%d ", await on_negated(i));
        printf("%d\n", await on_kinds(i));
        printf("%d ", await off_heads(i));
        printf("%d ", await off_pair(i));
        printf("%d ", await off_reopened(i));
        printf("%d ", await off_loops(i));
        printf("%d ", await off_cases(i));
        printf("%d ", await off_alone(i));
        printf("%d ", await off_negated(i));
        printf("%d\n", await off_kinds(i));
    }
    return 0;
}
