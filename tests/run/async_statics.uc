/* Static variables of a block that the types of locals need, which live across an await. */
#include <stdio.h>
#include <unsync.h>
static int list_of_file[7];
struct node { const struct node *next; int value; };
@async int get(int n) { await unsync_yield(); return n; }
@async int shadows(int n)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        static int list[] = {1, 2, 3};
        int copy[sizeof list / sizeof *list];
        copy[0] = list[0]++;
        await get(1);
        {
            static char list[] = "hello";
            char other[sizeof list] = "";
            await get(2);
            other[1] = list[1]++;
            sum += other[1] + (int) sizeof other;
        }
        sum += copy[0] * 1000;
    }
    int last[sizeof list_of_file / sizeof *list_of_file];
    await get(1);
    last[6] = list_of_file[6] = 1;
    return sum + (int) sizeof last + last[6];
}
@async int chained(int n)
{
    enum { FEW = 2 };
    struct own { int a[FEW]; };
    static struct own own[] = {{{1, 2}}, {{3, 4}}, {{5, 6}}}, *middle = &own[1];
    static const struct node tail = {NULL, 3}, head = {&tail, sizeof own / sizeof *own}, self = {&self, FEW};
    static int sizes[sizeof own / sizeof *own] = {FEW, sizeof head};
    __typeof__(sizes) copy = {1};
    __typeof__(own[0]) one = own[n];
    __typeof__(*head.next) node = head;
    __auto_type where = middle;
    await get(1);
    where->a[0]++;
    return copy[0] + one.a[1] * 10 + node.next->value * 100 + own[1].a[0] * 1000 + self.next->value * 10000 + sizes[0] * 100000;
}
@async int stays(int n)
{
    char here[3] = "ab";
    static int list[sizeof here] = {1, 2, 3};
    await get(n);
    return list[n] + here[0];
}
@async int again(int n)
{
again:;
    static int count;
    __typeof__(count) old = count;
    await get(1);
    count++;
    if (n--) goto again;
    return old * 10 + count;
}
@async int local_static(int n)
{
    static int list[] = {1, 2, 3};
    int copy[sizeof list / sizeof *list];
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) copy[i] = list[i] + n;
    await get(1);
    list[0]++;
    return copy[0] * 100 + copy[2] + (int) sizeof copy;
}
@async int statics(int n)
{
    static const struct { char name[8]; int value; } table[] = {{"one", 1}, {"two", 2}};
    const __typeof__(*table) *entry = &table[n];
    __typeof__(table[0]) value = table[1];
    await get(1);
    return entry->value + value.value;
}
@async int main(void)
{
    for (int i = 0; i < 2; i++) {
        printf("%d\n", await shadows(1));
        printf("%d\n", await chained(i));
        printf("%d\n", await stays(i));
        printf("%d\n", await again(i));
        printf("%d\n", await local_static(4));
        printf("%d\n", await statics(i));
    }
    return 0;
}
