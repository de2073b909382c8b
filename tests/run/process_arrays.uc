/* Parameters that lead to arrays: of strings, of messages, of rows; and what cannot cross. */
#include <complex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

typedef const char *text;
typedef bool flag;

@message struct point {
    double x, y;
};
typedef struct point dot;
@message struct node {
    int value;
    struct node *next;
    size_t count;
    @len(count) struct node **kids;
};

/* The length is a later parameter. */
@cpu_bound
size_t total_len(@len(count) const char *const *words, @len(count) const text *others, int count)
{
    size_t len = 0;
    for (int i = 0; i < count; i++) len += strlen(words[i]) + 100 * strlen(others[i]);
    return len;
}

@cpu_bound
double sum(@len(n) const struct point *points, @len(n) const dot *const *others, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += points[i].x + (others[i] == NULL ? 100 : others[i]->y);
    return sum;
}

@cpu_bound
double diagonal(int n, @len(n) const double (*rows)[3], @len(n * 2) const flag *flags)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += rows[i][i] + 10 * flags[i] + 100 * flags[n + i];
    return sum;
}

@cpu_bound
int count_args(@in @len(argc) char **argv, int argc)
{
    int count = 0;
    while (count < argc && argv[count] != NULL) count++;
    return argv == NULL ? -1 : count;
}

@cpu_bound
int weigh(const struct node *node)
{
    int sum = 0;
    for (; node != NULL; node = node->next) {
        sum += node->value;
        for (size_t i = 0; i < node->count; i++) sum += 10 * node->kids[i]->value;
    }
    return sum;
}

@cpu_bound
long double precise(long double x, double complex z, __int128 n)
{
    return x + creal(z) + (long double) (n >> 64);
}

@cpu_bound
double complex turned(double complex z)
{
    return z * I;
}

@async
int main(void)
{
    text words[] = {"one", "three"};
    struct point points[] = {{1, 2}, {3, 4}};
    const dot *others[] = {&points[1], NULL};
    double rows[2][3] = {{1, 2, 3}, {4, 5, 6}};
    flag flags[] = {true, false, false, true};
    char *args[] = {"program", "--option", NULL};
    printf("%zu %zu\n", await total_len(words, words, 2), await total_len(NULL, NULL, 0));
    printf("%g %g\n", await sum(points, others, 2), await diagonal(2, rows, flags));
    printf("%d %d\n", await count_args(args, 3), await count_args(NULL, 0));

    struct node leaf = {.value = 5};
    struct node second = {.value = 2, .count = 2, .kids = (struct node *[]){&leaf, &leaf}};
    struct node first = {.value = 1, .next = &second};
    printf("%d %d\n", await weigh(&first), await weigh(NULL));
    second.next = &first; /* a ring has no end */
    weigh_task ring = weigh(&first);
    if (catch ring != 0) printf("%s\n", unsync_failure(ring)->message);

    total_len_task none = total_len(NULL, words, 2);
    if (catch none != 0) printf("%s\n", unsync_failure(none)->message);
    total_len_task less = total_len(words, words, -1);
    if (catch less != 0) printf("%s\n", unsync_failure(less)->message);

    printf("%Lg\n", await precise(1.5L, 2 + I, (__int128) 7 << 64));
    double complex z = await turned(1 + 2 * I);
    printf("%g%+gi\n", creal(z), cimag(z));
    return 0;
}
