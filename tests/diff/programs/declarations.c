/* Declarations of every shape: functions returning pointers to functions and arrays,
 * attributes, inline, array and function typedefs as parameters, K&R and variadic neighbours. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int triple[3];
typedef int callback(int);
typedef struct tree tree;
struct tree { tree *left, *right; int key; };
struct bag { int count; int items[]; };

extern int later(int n);
static inline int small(int n) { return n + 1; }
static int __attribute__((noinline)) kept(int n) { return n * 2; }
__attribute__((unused, noinline)) static int first_attribute(int n) { return n * 3; }
static int (parenthesised)(int n) { return n - 1; }
const volatile char *qualified(void) { return "q"; }

static int negate(int n) { return -n; }
static int (*pick(int which))(int) { return which ? negate : abs; }
static int (*rows(triple *all, int n))[3] { return &all[n]; }

static int arrays(triple a, int b[const], int n, const int c[static 2])
{
    a[0] += b[1];
    return a[0] + c[n];
}

static int functions(callback f, int (*g)(int), int n) { return f(n) + g(n); }

static int variadic(int count, ...)
{
    va_list list;
    va_start(list, count);
    int sum = 0;
    while (count-- > 0) sum += va_arg(list, int);
    va_end(list);
    return sum;
}

static int old_style(a, b)
    int a;
    char b;
{
    return a + b;
}

static void insert(tree **root, int key)
{
    while (*root != NULL) {
        if ((*root)->key == key) return;
        root = key < (*root)->key ? &(*root)->left : &(*root)->right;
    }
    *root = calloc(1, sizeof **root);
    (*root)->key = key;
}

static int height(const tree *t)
{
    if (t == NULL) return 0;
    int left = height(t->left), right = height(t->right);
    return 1 + (left > right ? left : right);
}

static void drop(tree *t)
{
    if (t) drop(t->left), drop(t->right), free(t);
}

static struct bag *bag(int count)
{
    struct bag *made = malloc(sizeof *made + (size_t) count * sizeof *made->items);
    made->count = 0;
    for (int i = 0; i < count; i++) made->items[made->count++] = small(i) * kept(i);
    return made;
}

_Noreturn static void leave(int status) { printf("leaving\n"); exit(status); }

_Static_assert(sizeof(triple) == 3 * sizeof(int), "triple");

static int blocks(int n)
{
    int x = 1;
    extern char *getenv(const char *name);
    typedef int local_type;
    local_type y = later(n);
    __auto_type z = small(y);
    __typeof__(z) w = z + x;
    __extension__ typedef long long big;
    big b = w;
    _Atomic int counted = 0;
    counted += kept(2);
    int attributed __attribute__((unused)) = 3;
    return (int) b + counted + (getenv("UNSYNC_SURELY_NOT_SET") != NULL);
}

int later(int n) { return n > 0 ? later(n - 1) + 1 : 0; }

int main(int argc, char *argv[])
{
    triple all[2] = {{1, 2, 3}, {4, 5, 6}};
    int two[2] = {10, 20};
    printf("%d %d %d %d\n", small(1), kept(2), first_attribute(3), parenthesised(4));
    printf("%d %d %c\n", pick(0)(-5), pick(1)(5), *qualified());
    printf("%d %d\n", (*rows(all, 1))[2], arrays(all[0], two, 1, two));
    printf("%d %d %d\n", functions(negate, abs, 3), variadic(3, 1, 2, 3), old_style(1, 'a'));
    tree *root = NULL;
    for (int i = 0; i < 50; i++) insert(&root, i * 37 % 101);
    printf("%d\n", height(root));
    drop(root);
    struct bag *b = bag(6);
    printf("%d %d %d\n", b->count, b->items[5], blocks(7));
    free(b);
    if (argc > 0 && argv[argc] == NULL) leave(3);
}
