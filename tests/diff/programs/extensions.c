/* GNU C that programs use: computed goto, labels as values, asm, vectors, __builtin functions. */
#include <stdio.h>
#include <stdint.h>

typedef int vector __attribute__((vector_size(16)));

static int calls;
static int f(int n) { calls += n; return n; }

static int interpreter(const uint8_t *code)
{
    static const void *const table[] = {&&op_push, &&op_add, &&op_double, &&op_jump, &&op_end};
    int stack[16], *top = stack, steps = 0;
    *top = 0;
#define NEXT do { if (++steps > 60) goto op_end; goto *table[*code++]; } while (0)
    NEXT;
op_push:
    *++top = f(*code++);
    NEXT;
op_add:
    top--;
    *top += top[1];
    NEXT;
op_double:
    *top *= 2;
    NEXT;
op_jump:
    code -= *code;
    NEXT;
op_end:
    return *top + steps * 1000;
}

static int vectors(int n)
{
    vector a = {n, n + 1, n + 2, n + 3}, b = {1, 2, 3, 4};
    f(1);
    vector c = a * b + (vector) {f(1), 0, 0, f(2)};
    int sum = 0;
    for (int i = 0; i < 4; i++) sum = sum * 7 + c[i];
    return sum;
}

static int assembly(int n)
{
    int out, two = f(2);
    __asm__ volatile ("" : "=r"(out) : "0"(n + two));
    asm("" : "+r"(two) : : "memory");
    int kept = f(3);
    __asm__("" : [name] "+r"(kept));
    return out * 100 + two * 10 + kept;
}

static int builtins(unsigned n)
{
    unsigned long long wide;
    int over = __builtin_mul_overflow(n, 1ull << 62, &wide);
    return __builtin_popcount(n) + over + (__builtin_expect(f(1), 1) ? 10 : 20)
        + (__builtin_constant_p(5) ? 100 : 0) + (int) __builtin_strlen("four");
}

int main(void)
{
    const uint8_t code[] = {0, 1, 0, 2, 1, 2, 0, 5, 1, 2, 3, 5, 4};
    int first = interpreter(code);
    printf("%d %d\n", first, calls);
    printf("%d %d %d\n", vectors(3), assembly(4), builtins(0xff0fu));
    return 0;
}
