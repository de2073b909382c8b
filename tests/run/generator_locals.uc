/* Locals of every kind live on over a yield: of variable length, aligned, block scope types, literals. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@generator
int triangle(int size)
{
    int table[size][size + 1];
    for (int i = 0; i < size; i++) {
        int row[i + 1], (*rows)[size + 1] = table;
        memset(row, 0, sizeof row);
        for (int j = 0; j <= i; j++) {
            row[j] = rows[i][j] = i + j;
            yield row[j];
        }
        yield (int) (sizeof row / sizeof *row) * 1000 + (int) (sizeof table / sizeof table[0]);
    }
    yield table[size - 1][size - 1];
}

@generator
int aligned(int count)
{
    _Alignas(64) char wide[64] = "wide";
    _Alignas(32) struct {
        double d;
        int i;
    } part = {.i = 5};
    for (int i = 0; i < count; i++) {
        _Alignas(128) int inner = i;
        yield ((uintptr_t) wide % 64 == 0) + ((uintptr_t) &part % 32 == 0) +
            ((uintptr_t) &inner % 128 == 0);
        if (strcmp(wide, "wide") || part.i != 5 || inner != i) yield -1;
    }
}

/* a value with an alignment of its own */
typedef struct {
    _Alignas(64) long number;
} spaced;

@generator
spaced spaces(const spaced *first, int count)
{
    spaced from = *first;
    while (count-- > 0) {
        spaced next = {from.number++};
        yield next;
    }
}

@generator
int kinds(void)
{
    enum { FIRST = 3, SECOND };
    struct pair {
        unsigned low : 4, high : 4;
    } pair = {FIRST, SECOND};
    static int calls = 0;
    const int fixed = ++calls;
    int *literal = (int[]){1, 2, 3};
    char text[] = "text";
    int (*compare)(const char *, const char *) = strcmp;
    yield pair.low;
    yield pair.high;
    yield fixed;
    yield literal[2];
    yield (int) sizeof text;
    yield compare(text, "text");
    for (struct pair *p = &pair; p; p = NULL) yield p->low + p->high;
    {
        int pair = 8;
        yield pair;
    }
    goto inside;
    for (int i = 0; i < 3; i++) {
inside:
        if (fixed == calls) i = 2;
        yield 9;
    }
}

int main(void)
{
    unsync_each (triangle, t, 3) printf(" %d", t);
    puts("");
    unsync_each (aligned, a, 3) printf(" %d", a);
    puts("");
    spaced from = {7};
    unsync_each (spaces, s, &from, 3) printf(" %ld%s", s.number, (uintptr_t) &s % 64 ? "?" : "");
    puts("");
    for (int i = 0; i < 2; i++) unsync_each (kinds, k) printf(" %d", k);
    puts("");
    return 0;
}
