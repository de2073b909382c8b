/* Types that a body declares: scoped, shadowing each other and those of the file, and living in the frame. */
#include <stddef.h>
#include <stdio.h>
#include <unsync.h>

struct node { int of_file; };
enum { SIZE = 2 };
typedef char number;
static int c = 100;

@async int get(int n) { await unsync_yield(); return n; }

@async
int tags(int n)
{
    struct node outer = {n};
    struct pair { int a, b; } p = {1, 2}, *pp = &p, list[] = {{3, 4}, {5, 6}};
    await unsync_yield();
    {
        struct node { int inner; struct node *next; struct { int deep; union { int u; float f; }; } in; };
        struct node a = {1, NULL, {2, {3}}}, b = {4, &a, {5, {6}}};
        await unsync_yield();
        n += b.next->inner + b.in.u + (int) sizeof(struct node) + (int) offsetof(struct node, next);
    }
    struct node again = outer;
    struct forward;
    struct holder { struct forward *f; };
    struct forward { int x; } f = {7};
    struct holder h = {&f};
    await unsync_yield();
    for (struct pair each = {0, 3}; each.a < each.b; each.a++) n += await get(each.a);
    return n + again.of_file + h.f->x + pp->b + list[1].a + (int) sizeof list + ((struct pair){8, 9}).b;
}

@async
int typedefs(int n)
{
    number narrow = (number) n;
    typedef long number, *pointer, row[SIZE + 1];
    number wide = n;
    pointer at = &wide;
    row r = {1, 2, 3}, rr[2] = {{4}, {5, 6}};
    typedef struct { number x; } box;
    typedef box boxes[];
    box b = {n}, *in = &b;
    boxes many = {{1}, {2}, {3}};
    typedef int (*binary)(int, int);
    binary none = NULL;
    await unsync_yield();
    {
        typedef short number;
        number small = (number) n;
        await unsync_yield();
        n += (int) sizeof small;
    }
    return n + narrow + (int) *at + (int) r[2] + (int) rr[1][1] + (int) in->x + (int) sizeof many + !none;
}

@async
int enums(int n)
{
    enum color { RED = 1, GREEN = RED + SIZE, BLUE } color = GREEN, other;
    enum { SIZE = 5, c };
    int list[SIZE] = {[c - 2] = n};
    await unsync_yield();
    other = BLUE;
    {
        enum { RED = 50 } shade = RED;
        enum color inner = GREEN;
        await unsync_yield();
        n += shade + RED + (int) inner;
    }
    switch (color) {
    case RED: return -1;
    case GREEN: n += await get(RED); break;
    case BLUE: return -2;
    }
    return n + (int) other + list[4] + c + (int) (sizeof list / sizeof *list);
}

@async
int stays(int n)
{
    struct kept { int list[3]; };
    static struct kept all;
    await unsync_yield();
    typedef int vla[n];
    all.list[1]++;
    struct kept copy = all;
    vla v;
    v[0] = copy.list[1];
    if (n) goto end;
end:;
    typedef int late;
    late l = v[0];
    return l + (int) (sizeof v / sizeof *v) + c;
}

@async
int literals(void)
{
    struct point { int x, y; } *p = &(struct point){1, 2};
    enum { BIG = 1000 };
    int kept = (p ? await get(BIG) : (struct point){3, 4}.x) + await get(p->y);
    return kept + p->x;
}

/* What a typedef makes const is set once, too. */
@async
int constants(int n)
{
    typedef const int fixed;
    typedef int *const to_int;
    typedef __typeof__(n) *const to_local;
    typedef fixed pair[2];
    fixed f = n;
    to_int i = &n;
    to_local l = &n;
    pair p = {n, await get(7)};
    await unsync_yield();
    return f + *i * 10 + *l + p[1];
}

@async
int main(void)
{
    printf("%d %d %d\n", await tags(1), await typedefs(2), await enums(3));
    printf("%d ", await stays(4));
    printf("%d %d\n", await stays(5), await literals());
    printf("%d\n", await constants(2));
    return 0;
}
