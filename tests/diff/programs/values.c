/* Results and arguments of every type by value: structs, unions, arrays in structs, _Bool,
 * long double, _Complex, 128 bits, pointers to functions and to arrays. */
#include <complex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct { int x, y; } point;
typedef struct { point at[3]; char tag; } shape;
typedef union { uint32_t word; uint8_t bytes[4]; struct { unsigned low : 4, high : 28; }; } cell;
typedef int (*operation)(int, int);
struct bits { signed a : 3; unsigned b : 5; _Bool c : 1; long long d : 40;
              unsigned : 0; int e : 9; };
struct large { long data[40]; };

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }

static point moved(point p, int by) { return (point) {p.x + by, p.y - by}; }
static shape triangle(point a) { return (shape) {{a, moved(a, 1), moved(a, 2)}, 't'}; }
static cell stored(uint32_t word) { cell c = {.word = word}; c.low ^= 0xF; return c; }
static operation chosen(bool plus) { return plus ? add : subtract; }
static bool truth(int n) { return n; }
static long double precise(long double x) { return x * x + 1e-18L; }
static double complex turned(double complex z) { return z * I; }
static float half(float f) { return f / 2; }
static unsigned __int128 wide(uint64_t n) { return (unsigned __int128) n * n; }
static int (*row(int (*matrix)[3], int n))[3] { return matrix + n; }
static const char *const *words(void)
{
    static const char *const list[] = {"one", "two", NULL};
    return list;
}
static struct bits packed(int n)
{
    return (struct bits) {n, (unsigned) n * 3, n > 1, -n, .e = n * 20};
}
static struct large filled(int n) { struct large l = {{[5] = n, [39] = n * 2}}; return l; }
static signed char narrow(int n) { return (signed char) n; }
static void *nowhere(void) { return NULL; }
static volatile int counter;
static volatile int *watched(void) { counter++; return &counter; }

int main(void)
{
    shape s = triangle((point) {1, 2});
    for (int i = 0; i < 3; i++) printf("%d,%d ", s.at[i].x, s.at[i].y);
    printf("%c %d %d\n", triangle(moved(s.at[0], 5)).tag, moved(s.at[2], 1).y,
           triangle(s.at[1]).at[2].x);
    cell c = stored(0xdeadbeef);
    printf("%x %x %x %x\n", c.word, c.bytes[1], stored(1).low, stored(c.word).bytes[3]);
    printf("%d %d %d\n", chosen(true)(7, 5), chosen(false)(7, 5), (*chosen(truth(0)))(1, 2));
    printf("%d %d %.3Lf %.1f\n", truth(256), narrow(200) + narrow(-1), precise(1.5L), half(5));
    double complex z = turned(3 + 4 * I);
    printf("%g %g %g\n", creal(z), cimag(z), cimag(turned(turned(z))));
    unsigned __int128 w = wide(UINT64_MAX);
    printf("%llx %llx\n", (unsigned long long) (w >> 64), (unsigned long long) wide(1ull << 33));
    int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d %d\n", (*row(matrix, 1))[2], row(matrix, 0)[1][0]);
    printf("%s %s %d\n", words()[1], *words(), words()[2] == nowhere());
    struct bits b = packed(2);
    printf("%d %u %d %lld %d\n", b.a, b.b, b.c, (long long) b.d, packed(-3).e);
    printf("%ld %ld\n", filled(4).data[5], filled(6).data[39]);
    *watched() += 10;
    ++*watched();
    int seen = *watched();
    printf("%d %d\n", counter, seen);
    return 0;
}
