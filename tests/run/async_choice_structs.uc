/* ?: between structs with const members, which no assignment can copy. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>
@async static int get(int n) { await unsync_yield(); return n + 1; }
struct fixed { const int id; char name[8]; const union { int i; float f; } u; };
@async static struct fixed make(int n)
{
    await unsync_yield();
    return (struct fixed) { n, "made", { n * 2 } };
}
@async int f(int n)
{
    const struct fixed first = await make(n);
    struct fixed list[2] = { { 7, "seven", { 1 } }, first }, *p = list;
    struct fixed second = n & 1 ? await make(4) : first;
    int sum = (n > 1 ? list[await get(0)] : *p).id
              + (n > 2 ? n > 3 ? await make(9) : *p : second).u.i;
    const char *text = (n ? await get(n) : 0) ? "x" : second.name;
    int *where = n & 1 ? &sum : (await get(1), n > 2 ? &sum : &sum);
    void (*none)(void) = n > 3 ? NULL : (await get(1)) ? (void (*)(void)) 0 : NULL;
    return *where + (int) strlen(text) + second.id * 100
           + (none == NULL) + (int) strlen(second.name);
}

@async int main(void)
{
    for (int i = 0; i < 6; i++) printf("%d\n", await f(i));
    return 0;
}
