/* A file that packs its structs: its own stay packed, frames and the library's do not. */
#pragma pack(1)
#include <stdio.h>
#include <unsync.h>

struct packed { char c; long l; };

@async
struct packed pack(char c, struct packed p)
{
    char first = c;
    struct inner { char c; double d; } inner = {c, 1.5};
    struct packed list[] = {p, {c, sizeof p}};
    double aligned = 2.5;
    await unsync_yield();
    list[0].l += (long) sizeof(struct inner) + ((size_t) &aligned % _Alignof(double));
    list[0].c = (char) (first + inner.c - c + (char) inner.d);
    return list[0];
}

#pragma pack()
#define PACKED __attribute__((packed))

/* The attributes stand before the name, or before where it would stand. */
@async
int attributes(int n)
{
    struct __attribute__((packed)) { char c; int i; } one = {1, n}, *at = &one;
    struct PACKED named { char c; long l; } two[2] = {{2, n}}, three = {3, n};
    union PACKED { char c; int i; } *parts = (void *) &at->i;
    enum __attribute__((packed)) { SMALL, SMALLER } tiny = SMALLER, *tinier = &tiny;
    struct __attribute__((aligned(32))) { char c; } wide = {4};
    await unsync_yield();
    struct named *last = &two[1];
    await unsync_yield();
    *last = three;
    return (int) (sizeof one + 10 * sizeof *last + 100 * sizeof *tinier + 1000 * sizeof wide) + at->i +
           (int) two[1].l + parts->i + wide.c + *tinier;
}

@async
int main(void)
{
    __label__ end;
    struct packed p = await pack('a', (struct packed){'b', 100});
    printf("%c %ld %zu\n", p.c, p.l, sizeof p);
    printf("%d\n", await attributes(100000));
    if (p.l) goto end;
    await unsync_yield();
end:
    return 0;
}
