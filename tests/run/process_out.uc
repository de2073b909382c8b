/* Parameters that a function writes: copied back when it has ended well, not at all if it failed. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

enum kind { NUMBER, TEXT };
@message struct value {
    enum kind kind;
    @tag(kind) union {
        @when(NUMBER) int number;
        @when(TEXT) char *text;
    };
};
@message struct point {
    double x, y;
};

/* Numbers, arrays, and what the caller does not want. */
@cpu_bound
int divide(int a, int b, @out int *rest, @out @len(n) double *list, size_t n, @out bool *exact)
{
    *rest = a % b;
    for (size_t i = 0; i < n; i++) list[i] = (double) i / b;
    if (exact != NULL) *exact = a % b == 0;
    return a / b;
}

/* What it says before the call is the length, afterwards it is how many there are. */
@cpu_bound
void fill(@inout size_t *count, @out @len(*count) int *list)
{
    for (size_t i = 0; i < *count; i++) list[i] = (int) (i * i);
    *count -= 1;
}

@cpu_bound
void fresh(@out struct value *value, @out char **text, @out struct point **point, @in int *n)
{
    *value = (struct value){TEXT, {.text = strdup("made there")}};
    if (text != NULL) *text = strdup("a text");
    if (point != NULL) {
        *point = malloc(sizeof **point);
        **point = (struct point){*n, -*n};
    }
}

/* What an @inout parameter leads to is the function's to free and to replace. */
@cpu_bound
void change(@inout struct value *value, @inout @len(2) char **pair, @inout @len(3) int *numbers)
{
    free(value->text);
    value->text = strdup("changed");
    char *first = pair[0];
    pair[0] = pair[1];
    pair[1] = first;
    free(pair[1]);
    pair[1] = strdup("new");
    for (int i = 0; i < 3; i++) numbers[i] *= 2;
}

@cpu_bound
int failing(@out int *n, @inout struct value *value, @inout @len(2) int *list)
{
    *n = 5;
    list[0] = list[1] = 5;
    free(value->text);
    value->text = strdup("not seen");
    unsync_fail(-5, "it failed");
}

@cpu_bound
int crashing(@out int *n, @inout @len(2) int *list)
{
    *n = 5;
    list[0] = list[1] = 5;
    abort();
}

/* The same body, without a process between. */
@thread
void change_here(@inout struct value *value, @out int *n)
{
    free(value->text);
    value->text = strdup("changed here");
    *n = 3;
}

@async
int main(void)
{
    int rest = -1, n = 4;
    double list[3];
    bool exact = true;
    int quotient = await divide(17, 5, &rest, list, 3, &exact);
    printf("%d %d %g %d\n", quotient, rest, list[2], exact);
    quotient = await divide(17, 4, &rest, NULL, 0, NULL);
    printf("%d %d\n", quotient, rest);

    size_t count = 4;
    int squares[] = {-1, -1, -1, -1, -1};
    await fill(&count, squares);
    printf("%zu %d %d %d\n", count, squares[2], squares[3], squares[4]);

    struct value value;
    struct point *point;
    char *text;
    await fresh(&value, &text, &point, &n);
    printf("%s, %s, %g\n", value.text, text, point->y);
    free(text);
    point_free(point);
    char *pair[] = {strdup("one"), strdup("two")};
    await change(&value, pair, squares);
    printf("%s %s %s %d\n", value.text, pair[0], pair[1], squares[2]);
    free(pair[0]);
    free(pair[1]);

    failing_task failed = failing(&rest, &value, squares);
    printf("%d", catch failed);
    printf(" %d %s %d\n", rest, value.text, squares[0]);
    crashing_task crashed = crashing(&rest, squares);
    printf("%d", catch crashed == UNSYNC_ECRASHED);
    printf(" %d %d\n", rest, squares[0]);

    await change_here(&value, &rest);
    printf("%s %d\n", value.text, rest);
    value_clear(&value);
    return 0;
}
