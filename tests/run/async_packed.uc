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

@async
int main(void)
{
    __label__ end;
    struct packed p = await pack('a', (struct packed){'b', 100});
    printf("%c %ld %zu\n", p.c, p.l, sizeof p);
    if (p.l) goto end;
    await unsync_yield();
end:
    return 0;
}
