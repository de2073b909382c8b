/* Arrays whose initialiser decides how long they are. */
#include <stdio.h>

static int f(int n) { return n; }

int main(void)
{
    int list[] = {f(1), f(2), [4] = f(5), f(6)}, rows[][2] = {{f(1)}, {f(2), f(3)}, {[1] = f(4)}};
    char text[] = {'a', (char) f('b'), 0};
    struct { int a; int b[3]; } all[] = {{f(1), {f(2), f(3)}}, [2].b[1] = f(4)};
    printf("%zu %zu %zu %zu\n", sizeof list, sizeof rows, sizeof text, sizeof all);
    for (unsigned i = 0; i < sizeof list / sizeof *list; i++) printf("%d ", list[i]);
    printf("%d %s %d %d\n", rows[2][1], text, all[0].b[1], all[2].b[1]);
    return 0;
}
