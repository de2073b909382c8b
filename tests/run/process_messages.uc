/* Messages cross by value, by pointer, nested, with strings, arrays and NULL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@message
struct point {
    double x, y;
};

@message
typedef struct {
    char *name;
    size_t count;
    @len(count) int *values;
    struct point center;
    struct point *edge;
} shape;

@message
struct list {
    int head;
    struct list *rest;
};

@cpu_bound
struct point moved(struct point p, double by)
{
    p.x += by;
    p.y -= by;
    return p;
}

@cpu_bound
shape *grown(const shape *from)
{
    if (from == NULL) return NULL;
    shape *to = calloc(1, sizeof *to);
    to->name = malloc(strlen(from->name) + 2);
    sprintf(to->name, "%s!", from->name);
    to->count = from->count * 2;
    to->values = malloc(to->count * sizeof *to->values);
    for (size_t i = 0; i < to->count; i++) to->values[i] = from->values[i % from->count];
    to->center = (struct point){from->center.y, from->center.x};
    if (from->edge != NULL) {
        to->edge = malloc(sizeof *to->edge);
        *to->edge = *from->edge;
    }
    return to;
}

/* The result points into the argument: copied, not freed. */
@cpu_bound
shape same(shape it)
{
    return it;
}

@cpu_bound
int sum(const struct list *list)
{
    int total = 0;
    for (; list != NULL; list = list->rest) total += list->head;
    return total;
}

@async
void print(const shape *it)
{
    printf("%s", it->name);
    for (size_t i = 0; i < it->count; i++) printf(" %d", it->values[i]);
    printf(" (%g %g)", it->center.x, it->center.y);
    if (it->edge != NULL) printf(" edge (%g %g)", it->edge->x, it->edge->y);
    printf("\n");
}

@async
int main(void)
{
    struct point p = await moved((struct point){1, 2}, 0.5);
    printf("%g %g\n", p.x, p.y);
    int values[] = {1, 2, 3};
    struct point edge = {7, 8};
    shape one = {"one", 3, values, {4, 5}, &edge};
    shape *two = await grown(&one);
    await print(two);
    one.edge = NULL;
    shape *three = await grown(&one);
    await print(three);
    shape_free(two);
    shape_free(three);
    shape *none = await grown(NULL);
    printf("%s\n", none == NULL ? "none" : "some");
    shape copy = await same(one);
    await print(&copy);
    shape_clear(&copy);
    struct list third = {30, NULL}, second = {20, &third}, first = {10, &second};
    printf("%d %d\n", await sum(&first), await sum(NULL));
    return 0;
}
