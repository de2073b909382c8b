/* @cpu_bound @generator: what crosses, in which lanes it is asked, more streams than workers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@message struct point { int x, y; char *name; };
@message struct block { size_t count; @len(count) double *items; };
@message struct pair { char key[8]; struct point *at; };

@cpu_bound @generator
struct point *points(int n)
{
    for (int i = 0; i < n; i++) {
        struct point *p = malloc(sizeof *p);
        *p = (struct point){i, -i, strdup("a point")};
        yield i == 1 ? (free(p->name), free(p), NULL) : p;
    }
}

@cpu_bound @generator
struct block blocks(int n, size_t count)
{
    for (int i = 0; i < n; i++) {
        struct block b = {count, malloc(count * sizeof(double))};
        for (size_t k = 0; k < count; k++) b.items[k] = i + (double) k;
        yield b;
    }
}

/* Texts around the sizes at which they lie apart, and where the ring ends. */
@cpu_bound @generator
char *texts(size_t most)
{
    for (size_t len = 1; len <= most; len = len * 3 / 2 + 1) {
        char *text = malloc(len + 1);
        memset(text, 'a' + (int) (len % 26), len);
        text[len] = '\0';
        yield text;
    }
}

@cpu_bound @generator
struct pair pairs(const char *key, const struct point *at)
{
    struct pair one = {.at = malloc(sizeof *one.at)};
    snprintf(one.key, sizeof one.key, "%s", key);
    *one.at = (struct point){at->x + 1, at->y + 1, strdup(at->name)};
    yield one;
    one.at = NULL;
    yield one;
}

@generator
int some(int from, int to)
{
    while (from < to) yield from++;
}

@cpu_bound @generator
int counts(int n)
{
    int v;
    yield_from some(0, n);
    some_generator more = some(10, 100);
    while (some_next(more, &v)) {
        if (v > 12) break;
        yield v;
    }
}

@cpu_bound @generator
void ticks(int n)
{
    for (int i = 0; i < n; i++) yield;
}

@cpu_bound
int twice(int x)
{
    return 2 * x;
}

/* In a worker: in place. */
@cpu_bound
long inside(int n)
{
    long sum = 0;
    int v;
    counts_generator g = counts(n);
    while (await counts_next(g, &v)) sum += v;
    await counts_close(g);
    unsync_each_await (counts, w, 5) {
        sum += w;
        if (w == 3) break;
    }
    return sum;
}

@thread
long on_thread(int n)
{
    long sum = 0;
    unsync_each_await (counts, v, n) sum += v;
    return sum;
}

@async @generator
int relay(int n)
{
    yield_from counts(n);
    yield_from counts(1);
}

@async
int sizes(void)
{
    size_t total = 0, count = 0;
    unsync_each_await (texts, text, 300000) {
        size_t len = strlen(text);
        for (size_t i = 0; i < len; i++)
            if (text[i] != 'a' + (int) (len % 26)) unsync_fail(-1, "text %zu is broken", count);
        total += len;
        count++;
        free(text);
    }
    printf("%zu texts of %zu bytes\n", count, total);
    return 0;
}

@async
int demo(void)
{
    unsync_each_await (points, p, 3) {
        if (p == NULL)
            puts("no point");
        else
            printf("%d %d %s\n", p->x, p->y, p->name);
        point_free(p);
    }
    double total = 0;
    int n = 0;
    unsync_each_await (blocks, b, 20, 50000) {
        total += b.items[b.count - 1] - b.items[0];
        n++;
        block_clear(&b);
    }
    printf("%d blocks, %g\n", n, total);
    struct point origin = {1, 2, "origin"};
    unsync_each_await (pairs, one, "key", &origin) {
        printf("%s %s\n", one.key, one.at == NULL ? "nowhere" : one.at->name);
        pair_clear(&one);
    }
    await sizes();
    unsync_each_await (counts, v, 3) printf("%d ", v);
    puts("");
    unsync_each_await (relay, v, 2) printf("%d ", v);
    puts("");
    int count = 0;
    ticks_generator t = ticks(5);
    while (await ticks_next(t)) count++;
    await ticks_close(t);
    printf("%d ticks\n", count);
    printf("inside %ld, on a thread %ld\n", await inside(5), await on_thread(5));
    return 0;
}

/* Those that wait for who asks are no workers that others lack. */
@async
int many(void)
{
    counts_generator g[7];
    for (int i = 0; i < 7; i++) g[i] = counts(4 + i);
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 7; i++) {
            int v;
            if (await counts_next(g[i], &v)) printf("%d ", await twice(v));
        }
    puts("");
    return 0;
}

int main(void)
{
    unsync_result(demo());
    unsync_result(many());
    int v, sum = 0;
    counts_generator g = counts(1000);
    while (unsync_result(counts_next(g, &v))) sum += v;
    unsync_result(counts_close(g));
    printf("plain C: %d\n", sum);
    g = counts(1000000);
    if (!unsync_result(counts_next(g, &v))) return 1;
    unsync_result(counts_close(g));
    g = counts(1000000); /* never asked */
    unsync_result(counts_close(g));
    puts("done");
    return 0;
}
