/* yield_from: any depth, values that one generator has given before, failures, early ends. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

struct tree {
    struct tree *left, *right;
    int value;
};

@generator
int in_order(const struct tree *tree)
{
    if (tree == NULL) return;
    yield_from in_order(tree->left);
    yield tree->value;
    yield_from in_order(tree->right);
}

@generator
int count(int from, int to)
{
    for (; from < to; from++) yield from;
}

/* 100,000 deep: no C stack is used for it */
@generator
int deep(int depth)
{
    if (depth == 0)
        yield_from count(0, 100000);
    else
        yield_from deep(depth - 1);
}

@generator
int fails(int after)
{
    yield_from count(0, after);
    unsync_fail(-7, "after %d", after);
}

@generator
int through(int after)
{
    yield -1;
    yield_from fails(after);
    yield -2;
}

@generator
int both(unsync_generator_of(int) first, unsync_generator_of(int) second)
{
    (yield_from first, yield_from second);
    yield -3;
}

static struct tree *build(int from, int to)
{
    if (from >= to) return NULL;
    struct tree *tree = malloc(sizeof *tree);
    tree->value = from + (to - from) / 2;
    tree->left = build(from, tree->value);
    tree->right = build(tree->value + 1, to);
    return tree;
}

static void drop(struct tree *tree)
{
    if (tree == NULL) return;
    drop(tree->left);
    drop(tree->right);
    free(tree);
}

@async
int main(void)
{
    int v, n = 0;
    struct tree *tree = build(0, 1000);
    in_order_generator g = in_order(tree);
    while (in_order_next(g, &v)) n += v == n;
    printf("in order: %d\n", n);
    in_order_close(g);
    g = in_order(tree);
    for (int i = 0; i < 10; i++) in_order_next(g, &v);
    printf("closed at %d\n", v);
    in_order_close(g);
    drop(tree);

    long sum = 0;
    deep_generator d = deep(100000);
    while (deep_next(d, &v)) sum += v;
    printf("deep: %ld\n", sum);
    deep_close(d);
    d = deep(100000);
    deep_next(d, &v);
    deep_close(d);

    through_generator t = through(2);
    int code;
    while ((code = through_try_next(t, &v)) > 0) printf("%d ", v);
    printf("code %d %d\n", code, through_try_next(t, &v));
    const struct unsync_failure *failure = unsync_generator_failure(t);
    printf("%s\n", failure->message);
    for (size_t i = 0; i < failure->trace_count; i++)
        printf("  %s:%d\n", failure->trace[i].function, failure->trace[i].line);
    through_close(t);

    unsync_generator_of(int) half = count(0, 4), nested = both(count(7, 9), count(8, 8));
    unsync_next(half, &v);
    unsync_next(half, &v);
    unsync_next(nested, &v);
    both_generator b = both(half, nested);
    printf("%d:", v);
    while (both_next(b, &v)) printf(" %d", v);
    puts("");
    both_close(b);

    unsync_generator_of(int) ended = count(0, 0);
    unsync_next(ended, &v);
    b = both(ended, count(5, 6));
    while (both_next(b, &v)) printf(" %d", v);
    puts("");
    both_close(b);
    return 0;
}
