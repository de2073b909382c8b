/* Types that depend on other locals, arrays whose size only the initialiser tells, compound literals. */
#include <stdio.h>
#include <unsync.h>

#pragma GCC diagnostic ignored "-Wmissing-braces"

struct point { int x, y; };
static struct point make(int x) { return (struct point){x, x + 1}; }
static int total(const int *list, int count)
{
    int sum = 0;
    while (count--) sum += *list++;
    return sum;
}

@async int get(int n) { await unsync_yield(); return n; }
@async struct point later(int n) { await unsync_yield(); return make(n); }
@async int add_up(const int *list, int count) { await unsync_yield(); return total(list, count); }
@async int cross(const struct point *p) { await unsync_yield(); return p->x * 10 + p->y; }

@async
int sized(void)
{
    int a[] = {1, 2, 3, 4};
    int b[sizeof a / sizeof *a];
    __typeof__(a[0]) *p = a;
    __typeof__(b) c = {5, 6};
    char text[sizeof "twelve chars"];
    __auto_type d = 1.5;
    const __auto_type e = p + 1;
    await unsync_yield();
    for (unsigned i = 0; i < sizeof b / sizeof *b; i++) b[i] = p[i] * 2;
    await unsync_yield();
    return total(b, 4) + (int) sizeof c + c[1] + (int) sizeof text + (int) (d * 2) + *e;
}

@async
int structs(int n)
{
    struct point list[] = {make(n), {3, 4}, make(n + 1)}, flat[] = {1, 2, 3, 4};
    struct point chosen[] = {[2] = make(7), [0].y = 9};
    await unsync_yield();
    return (int) (sizeof list / sizeof *list * 100 + sizeof flat / sizeof *flat * 10 +
                  sizeof chosen / sizeof *chosen) + list[2].y + flat[1].x + chosen[0].y + chosen[2].x;
}

/* The type of the array mentions a parameter; `make` may have started a task, so it is kept. */
@async
int without_await(int n)
{
    struct point list[] = {make(n), {3, 4}, make(n + 1)};
    return (int) (sizeof list / sizeof *list) * 100 + list[2].y;
}

@async
int literals(int n)
{
    struct point *p = &(struct point){n, n + 1};
    int *list = (int[]){1, 2, n}, sum;
    const char *name = (const char[]){"literal"};
    for (int i = 0; i < 2; i++) {
        int *each = &(int){i};
        await unsync_yield();
        p->x += *each, (*each)++;
        await unsync_yield();
        list[i] += *each;
    }
    sum = await add_up((int[]){1, await get(2), 3}, 3) + await cross(&(struct point){4, 5});
    printf("%s %d %d %d\n", name, p->x, p->y, total(list, 3));
    return sum + (struct point){1, 2}.y + await cross(&(struct point){.y = await get(1)});
}

@async
int several(struct point *at)
{
    get_task tasks[2] = {get(1), get(2)}, three = get(3);
    later_task places[] = {later(1), later(5)};
    struct { get_task task; } box = {get(4)}, *in = &box;
    int sum = await tasks[0] + await tasks[1] * await three + await in->task;
    await unsync_yield();
    return sum + (await places[0]).y * (await places[1]).x - (at ? await cross(at) : await get(100)) +
           (at ? await later(1) : *at).x * await get(2);
}

@async
int main(void)
{
    printf("%d %d\n", await sized(), await structs(1) + await without_await(5));
    printf("%d\n", await literals(6));
    printf("%d\n", await several(&(struct point){1, 2}));
    return 0;
}
