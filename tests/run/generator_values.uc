/* Values of generators: in every lane and in plain C, in what order, of every type. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@generator
int evens(int limit)
{
    printf("[begin]");
    for (int i = 0; i <= limit; i += 2) yield i;
    printf("[end]");
}

@generator
static int nothing(void)
{
}

struct pair {
    int key;
    char name[8];
};

@generator
struct pair pairs(const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        struct pair pair = {.key = i};
        strncpy(pair.name, names[i], sizeof pair.name - 1);
        yield pair;
    }
    yield (struct pair){.key = -1, .name = "last"};
}

@generator
const char *words(char *text)
{
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) yield word;
}

@generator
long double halves(long double from, int count)
{
    while (count-- > 0) yield from /= 2;
}

typedef int (*operation)(int);
static int twice(int n) { return 2 * n; }
static int negative(int n) { return -n; }

@generator
operation operations(void)
{
    yield twice;
    yield negative;
}

@generator
unsync_generator_of(int) generators(int count)
{
    for (int i = 0; i < count; i++) yield evens(2 * i);
}

/* yield as a part of expressions, under every kind of statement */
@generator
int shapes(int n)
{
    int i = 0;
    switch (n) {
    case 3:
        yield 3;
        /* fall through */
    case 2:
        yield 2;
        break;
    default:
        do yield n; while (i++ < 1);
    }
    n > 2 ? yield 20 : (yield 30, yield 31);
    if (n == 2 && (yield 40, n = 1)) yield 41;
again:
    yield 50 + i;
    if (i++ < 2) goto again;
    for (yield 60; i < 5; yield 60 + i) i++;
    return;
}

static void plain(void)
{
    int v = -1;
    evens_generator g = evens(4);
    printf("made");
    while (evens_next(g, &v)) printf(" %d", v);
    printf(" then %d %d %d\n", evens_next(g, &v), evens_next(g, &v), v);
    evens_close(g);
    evens_close(NULL);
    nothing_generator none = nothing();
    printf("nothing %d\n", nothing_next(none, &v));
    nothing_close(none);
}

@thread
int summed(int limit)
{
    int v, sum = 0;
    evens_generator g = evens(limit);
    while (evens_next(g, &v)) sum += v;
    evens_close(g);
    return sum;
}

@generator
static int numbers(int limit)
{
    for (int i = 0; i < limit; i++) yield i;
}

@cpu_bound
int summed_apart(int limit)
{
    int v, sum = 0;
    unsync_generator_of(int) g = numbers(limit);
    while (unsync_next(g, &v)) sum += v;
    unsync_close(g);
    unsync_each (numbers, n, 5) sum += n;
    return sum;
}

@async
void types(void)
{
    const char *const names[] = {"one", "two"};
    struct pair pair;
    pairs_generator p = pairs(names, 2);
    while (pairs_next(p, &pair)) {
        await unsync_yield();
        printf("%d %s, ", pair.key, pair.name);
    }
    pairs_close(p);

    char text[] = "a few words";
    const char *word;
    words_generator w = words(text);
    while (words_next(w, &word)) printf("%s-", word);
    words_close(w);

    long double half;
    unsync_generator_of(long double) h = halves(1, 3);
    while (unsync_next(h, &half)) printf(" %.3Lf", half);
    unsync_close(h);

    operation run;
    operations_generator o = operations();
    while (operations_next(o, &run)) printf(" %d", run(21));
    operations_close(o);
    puts("");
}

@async
int main(void)
{
    int v;
    plain();
    printf(" thread %d\n", await summed(10));
    printf("process %d\n", await summed_apart(10));
    await types();
    for (int n = 1; n <= 3; n++) {
        shapes_generator s = shapes(n);
        printf("shapes(%d):", n);
        while (shapes_next(s, &v)) printf(" %d", v);
        puts("");
        shapes_close(s);
    }
    generators_generator all = generators(3);
    evens_generator one;
    while (generators_next(all, &one)) {
        while (evens_next(one, &v)) printf(" %d", v);
        evens_close(one);
    }
    generators_close(all);
    puts("");
    return 0;
}
