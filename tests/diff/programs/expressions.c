/* Statement expressions: their locals, loops and values, in initialisers, conditions and
 * operands. */
#include <stdio.h>

static int calls;
static int f(int n) { calls += n; return n; }

static int expressions(int n)
{
    int a = ({ int t = f(n); t * 2; });
    int b = ({ int s = 0; for (int i = 0; i < 3; i++) s += f(i); s; }) + a;
    if (({ f(1); a > 3; })) b += ({ __typeof__(a) c = a; { c += f(2); } c; });
    while (({ int left = n--; left > 0; })) b++;
    return b + (f(0) ?: 7) + (f(3) ?: f(100));
}

int main(void)
{
    int first = expressions(4), second = expressions(1);
    printf("%d %d %d\n", first, second, calls);
    return 0;
}
