/*
 * The same with declarations, values and further #if inside; branches that end a statement.
 * Both halves are the same text: once with A and B, once without.
 */
#include <stdio.h>
#include <unsync.h>
#define A 1
#define B 1

@async static int get(int n) { await unsync_yield(); return n + 1; }

/* Braces of compound literals. */
@async static int on_literals(int x)
{
    int r = 0;
    int *p = 
#ifdef A
    &(int){ await get(x)
#else
    &(int){ x
#endif
    };
    await get(3);
    r += *p;
    p = &(int)
#ifdef A
    { await get(x) };
#else
    { 17 };
#endif
    await get(3);
    r += *p;
    return r + await get(1);
}

/* One branch ends the statement, one goes on with it. */
@async static int on_ends(int x)
{
    int r = 0;
    int *list = (int []) {
#ifdef A
       await get(1), 2,
#else
       3, 4,
#endif
       5 };
    int n = 1;
    const char *s = "a"
#ifdef A
    "b"
#endif
    "c";
    r = await get(list[0])
#ifdef A
       + 1;
#else
       ;
    r++;
#endif
    r = (x
#ifdef A
       + 1);
    if (r)
#else
     - 1) + await get(1) +
#endif
       n++;
    return r + await get(1) + s[1];
}

/* An #if inside of the other; labels and a static in what is written twice. */
@async static int on_inner(int x)
{
    int r = 0;
#ifdef A
    if (x > 1) {
#  if defined (B)
        for (int i = 0; i < 2; i++) {
#  else
        {
            int i = 9;
#  endif
            r += await get(i);
        }
#else
    if (x > 2) { r += await get(4);
#endif
again:
        r++;
        static int calls;
        calls += x;
        if (await get(r) < 10) goto again;
        r += calls;
    }
#if ! defined A /* not */
    else { r += await get(100); }
#endif
    return r + await get(1);
}

/* Statement expressions, operands, do with two conditions. */
@async static int on_values(int x)
{
    int r = 0; if (x) r = 9; r = (await get(3) > 3) +
#ifdef A
      ({ int q = await get(5); q
#else
      ({ int q = await get(7); int w = 2; q * w
#endif
      + x; });
    switch (x) { case 0: r++; if (r
#ifdef A
     > 2) {
        r--;
#else
     < await get(5)) {
#endif
     r *= 2; } break;
     default: r += 3; }
    do {
#ifdef A
        if (r > 4) break; else {
#else
        {
#endif
        r += await get(1); }
    }
#ifdef A
    while (await get(r) < 20);
#else
    while (r < 30);
#endif
    return r + await get(1);
}

/* Initialisers; loops that declare, with arrays of variable length. */
@async static int on_lengths(int x)
{
    int r = 0;
    int n = x + 2;
    int v[n];
    for (int i = 0; i < n; i++) v[i] = i * i;
    struct { int a, b[3]; } s = { .b = {
#ifdef A
       [1] = await get(x) } , .a = 2
#else
       1, 2, 3 }
#endif
    };
#ifdef A
    for (int i = 0, j = await get(1); i < 4; i++, j += await get(i)) {
        if (j & 1) continue;
#ifdef B
        int w[n]; w[0] = j;
#endif
#else
    for (int j = 3; j > 0; j--) { int i = j;
#ifdef B
        int w[i]; w[0] = 3;
#endif
#endif
        r += v[i % n] + s.b[1] + s.a + await get(j);
#ifdef B
        r += w[0] + (int) sizeof w;
#endif
    }
    return r + await get(1);
}

/* else if, and an else with a block inside. */
@async static int on_chain(int x)
{
    int r = 0;
#ifdef A
    if (x)
        if (x > 2) r = await get(3);
        else
#else
    if (x != 1)
#endif
    {
        r += await get(x);
    }
#ifdef A
    else if (x == 2) {
#else
    else { if (x == 1) {
#endif
      r += 3;
    }
#ifndef A
    }
#endif
    r +=
#ifdef A
    (
#endif
    await get(4)
#ifdef A
    )
#endif
    ;
    return r + await get(1);
}

#undef A
#undef B

@async static int off_literals(int x)
{
    int r = 0;
    int *p = 
#ifdef A
    &(int){ await get(x)
#else
    &(int){ x
#endif
    };
    await get(3);
    r += *p;
    p = &(int)
#ifdef A
    { await get(x) };
#else
    { 17 };
#endif
    await get(3);
    r += *p;
    return r + await get(1);
}

@async static int off_ends(int x)
{
    int r = 0;
    int *list = (int []) {
#ifdef A
       await get(1), 2,
#else
       3, 4,
#endif
       5 };
    int n = 1;
    const char *s = "a"
#ifdef A
    "b"
#endif
    "c";
    r = await get(list[0])
#ifdef A
       + 1;
#else
       ;
    r++;
#endif
    r = (x
#ifdef A
       + 1);
    if (r)
#else
     - 1) + await get(1) +
#endif
       n++;
    return r + await get(1) + s[1];
}

@async static int off_inner(int x)
{
    int r = 0;
#ifdef A
    if (x > 1) {
#  if defined (B)
        for (int i = 0; i < 2; i++) {
#  else
        {
            int i = 9;
#  endif
            r += await get(i);
        }
#else
    if (x > 2) { r += await get(4);
#endif
again:
        r++;
        static int calls;
        calls += x;
        if (await get(r) < 10) goto again;
        r += calls;
    }
#if ! defined A /* not */
    else { r += await get(100); }
#endif
    return r + await get(1);
}

@async static int off_values(int x)
{
    int r = 0; if (x) r = 9; r = (await get(3) > 3) +
#ifdef A
      ({ int q = await get(5); q
#else
      ({ int q = await get(7); int w = 2; q * w
#endif
      + x; });
    switch (x) { case 0: r++; if (r
#ifdef A
     > 2) {
        r--;
#else
     < await get(5)) {
#endif
     r *= 2; } break;
     default: r += 3; }
    do {
#ifdef A
        if (r > 4) break; else {
#else
        {
#endif
        r += await get(1); }
    }
#ifdef A
    while (await get(r) < 20);
#else
    while (r < 30);
#endif
    return r + await get(1);
}

@async static int off_lengths(int x)
{
    int r = 0;
    int n = x + 2;
    int v[n];
    for (int i = 0; i < n; i++) v[i] = i * i;
    struct { int a, b[3]; } s = { .b = {
#ifdef A
       [1] = await get(x) } , .a = 2
#else
       1, 2, 3 }
#endif
    };
#ifdef A
    for (int i = 0, j = await get(1); i < 4; i++, j += await get(i)) {
        if (j & 1) continue;
#ifdef B
        int w[n]; w[0] = j;
#endif
#else
    for (int j = 3; j > 0; j--) { int i = j;
#ifdef B
        int w[i]; w[0] = 3;
#endif
#endif
        r += v[i % n] + s.b[1] + s.a + await get(j);
#ifdef B
        r += w[0] + (int) sizeof w;
#endif
    }
    return r + await get(1);
}

@async static int off_chain(int x)
{
    int r = 0;
#ifdef A
    if (x)
        if (x > 2) r = await get(3);
        else
#else
    if (x != 1)
#endif
    {
        r += await get(x);
    }
#ifdef A
    else if (x == 2) {
#else
    else { if (x == 1) {
#endif
      r += 3;
    }
#ifndef A
    }
#endif
    r +=
#ifdef A
    (
#endif
    await get(4)
#ifdef A
    )
#endif
    ;
    return r + await get(1);
}

@async int main(void)
{
    for (int i = 0; i < 5; i++) {
        printf("%d ", await on_literals(i));
        printf("%d ", await on_ends(i));
        printf("%d ", await on_inner(i));
        printf("%d ", await on_values(i));
        printf("%d ", await on_lengths(i));
        printf("%d\n", await on_chain(i));
        printf("%d ", await off_literals(i));
        printf("%d ", await off_ends(i));
        printf("%d ", await off_inner(i));
        printf("%d ", await off_values(i));
        printf("%d ", await off_lengths(i));
        printf("%d\n", await off_chain(i));
    }
    return 0;
}
