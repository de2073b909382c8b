/* Locals of every kind that live on: arrays with initialisers, strings, const, static,
 * shadowed names, types of a block, enums, compound literals whose address is kept, pointers
 * between them. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef int T;

static int note(const char *s) { return (int) strlen(s); }
static int one(void) { return 1; }

static int shadows(int x)
{
    int sum = x;
    {
        int x = 10;
        sum += x;
        for (int x = 0; x < 3; x++) {
            char x[] = "abc";
            x[1] = 'X';
            sum += x[1] + note(x);
        }
        { struct x { int x; } x = {x.x = 5}; sum += x.x; }
        sum += x;
    }
    T T = 3;
    sum += T;
    int y = (int) sizeof y;
    enum { x1 = 7, x2 } e = x2;
    { enum { x1 = 70 }; sum += x1; }
    return sum + y + x1 + (int) e + x;
}

static int types(void)
{
    typedef struct node { struct node *next; int n; } node;
    node c = {NULL, 3}, b = {&c, 2}, a = {&b, 1};
    int sum = 0;
    for (node *at = &a; at; at = at->next) sum = sum * 10 + at->n;
    typedef int row[3];
    row matrix[2] = {{1, 2, 3}, {4}};
    row *p = &matrix[one()];
    union { float f; unsigned u; } pun = {.f = 1.0f};
    struct { unsigned a : 3, : 2, b : 6; } bits = {.a = 5, .b = 33}, *to = &bits;
    to->b += 3;
    bits.a--;
    return sum + (*p)[0] + matrix[0][2] + (int) (pun.u >> 23) + to->a * 1000 + (int) bits.b * 10000;
}

static int strings(void)
{
    char fixed[10] = "hello", open[] = "wor" "ld", exact[3] = "xyz", list[][4] = {"ab", "cd",
        {'e'}};
    const char *const words[] = {"zero", [2] = "two", "three"};
    const int limit = 5, table[3] = {limit, limit * 2};
    wchar_t wide[] = L"wide";
    unsigned char zero[100] = {0};
    int sum = note(fixed) + note(open) + exact[2] + note(list[1]) + (int) sizeof list;
    for (int i = 0; i < 4; i++) sum += words[i] ? note(words[i]) * 10 : 1;
    for (int i = 0; i < 100; i++) zero[i] += (unsigned char) one(), sum += zero[i];
    return sum + table[1] + table[2] + (int) (sizeof wide / sizeof *wide) + wide[3];
}

static int statics(void)
{
    static int calls = 100, list[] = {1, 2, 3};
    static const char *const name = "statics";
    extern int outer;
    register int fast = one();
    volatile int v = calls++;
    list[v % 3] += fast;
    return outer++ + v + list[0] * list[1] * list[2] + note(name) + note(__func__);
}

int outer = 5;

struct pair { int a; int *b; };

static int literals(void)
{
    int *numbers = (int[]) {1, 2, 3, one()};
    struct pair *p = &(struct pair) {one(), numbers + 2};
    const char *text = (char[]) {"text"};
    numbers[1] = 20;
    one();
    for (int i = 0; i < 3; i++) {
        struct pair *q = &(struct pair) {i, NULL};
        q->a += one();
        *p->b += q->a;
        if (q->b) return -1;
    }
    return numbers[0] + numbers[1] + *p->b + p->a + note(text) + (int[]) {5, 6, 7}[one()]
        + (struct pair) {.a = 4, .b = NULL}.a + *&(int) {9};
}

static int declarators(void)
{
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}}, (*rows)[3] = grid, *cells[2] = {grid[0], grid[1] + 1};
    int (*function)(void) = 0, a = 1, *b = &a, **c = &b, d[2] = {a, *b};
    int (*(*pp)[2])[3] = &(int (*[2])[3]) {rows, rows + 1};
    const int *volatile q = cells[1], (*const r) = d;
    one();
    **c += 5;
    return (*rows[1] + cells[1][1] + !function + a + d[1] + (*(*pp)[1])[2]) * 10 + *q + *r;
}

int main(void)
{
    printf("%d %d %d\n", shadows(2), types(), strings());
    printf("%d ", statics());
    printf("%d\n", statics());
    printf("%d %d\n", literals(), declarators());
    return outer;
}
