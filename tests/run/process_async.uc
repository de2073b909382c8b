/* @async @cpu_bound: many calls at once in each worker, on its loop. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@message struct point {
    int x, y;
    char *name;
};

@async @cpu_bound
int twice(int n)
{
    int kept = n;
    await unsync_yield();
    return 2 * kept;
}

@cpu_bound @async
char *greeting(const char *name, const struct point *point)
{
    char *text = malloc(100);
    await unsync_yield();
    snprintf(text, 100, "%s %s %d", name, point ? point->name : "nobody", point ? point->x : 0);
    return text;
}

/* What it is given stays as it was, whatever it makes of its parameters meanwhile. */
@async @cpu_bound
struct point fill(@inout size_t *count, @out @len(*count) int *values, @inout char **name)
{
    size_t room = *count;
    *count = 2;
    await unsync_yield();
    for (size_t i = 0; i < room; i++) *values++ = (int) i + 1;
    free(*name);
    *name = strdup("new");
    return (struct point) {3, 4, strdup("point")};
}

@async @cpu_bound
int refuses(int code)
{
    await unsync_yield();
    unsync_fail(code, "refused with %d", code);
}

static int count; /* of the worker */

@async @cpu_bound(worker = db)
int add(int n)
{
    count += n;
    await unsync_yield();
    return count;
}

/* A call inside a worker is a task of the same loop. */
@async @cpu_bound(worker = db)
int nested(int n)
{
    int before = count;
    add_task one = add(n), two = add(n);
    int sum = await one + await two;
    return sum > 0 && count - before == 2 * n;
}

@async @cpu_bound(pool = late, max = 1, timeout = 30ms)
int late(void)
{
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = late, max = 1)
int slow(void)
{
    await unsync_sleep(3600 * 1000);
    return 0;
}

@thread
int in_thread(int n)
{
    return twice_sync(n) + await twice(n);
}

@async
void values(void)
{
    printf("%d\n", await twice(21));
    struct point point = {7, 8, "seven"};
    char *text = await greeting("hello", &point), *none = await greeting("hello", NULL);
    printf("%s, %s\n", text, none);
    free(text);
    free(none);
    size_t room = 3;
    int values[3] = {0};
    char *name = strdup("old");
    struct point made = await fill(&room, values, &name);
    printf("%zu, %d %d %d, %s, %d %s\n", room, values[0], values[1], values[2], name, made.x,
           made.name);
    free(name);
    free(made.name);
    int sum = 0;
    twice_task many[100];
    for (int i = 0; i < 100; i++) many[i] = twice(i);
    for (int i = 0; i < 100; i++) sum += await many[99 - i];
    printf("%d\n", sum);
    printf("%d\n", await in_thread(5));
}

@async
void failures(void)
{
    refuses_task bad = refuses(-77);
    int code = catch bad;
    const struct unsync_failure *failure = unsync_failure(bad);
    printf("%d %s, in %s\n", code, failure->message,
           failure->trace_count > 0 ? failure->trace[0].function : "nothing that is known");
    unsync_release(bad);
    slow_task other = slow();
    late_task over = late();
    code = catch over;
    printf("%s: %s\n", unsync_code_name(code), unsync_failure(over)->message);
    unsync_release(over);
    code = catch unsync_timeout(slow(), 30);
    printf("%s\n", unsync_code_name(code));
    printf("%d\n", unsync_done(other)); /* in the same worker */
    unsync_cancel(other);
    code = catch other;
    printf("%s\n", unsync_code_name(code));
    unsync_release(other);
}

@async
void state(void)
{
    await add(1);
    await add(2);
    printf("%d\n", await add(3));
    printf("%d %d\n", await nested(10), await add(0));
}

@async
int main(void)
{
    await values();
    await failures();
    await state();
    return 0;
}
