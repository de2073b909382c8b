/* What NAME_send passes arrives as the value of the yield at which the generator stands. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@generator(send = const char *)
void grep(const char *pattern)
{
    printf("grep %s\n", pattern);
    for (;;) {
        const char *line = yield;
        if (line != NULL && strstr(line, pattern)) printf("%s: %s\n", pattern, line);
    }
}

@generator(send = double)
double average(void)
{
    double sum = 0;
    int count = 0;
    for (;;) {
        double x = yield count ? sum / count : 0;
        if (x == 0) return;
        sum += x;
        count++;
    }
}

struct order {
    int a, b;
};

/* several in one expression, a part of it is kept over the next */
@generator(send = struct order)
int mixed(void)
{
    int both = (yield 1).a * 100 + (yield 2).b;
    yield both;
    if ((yield 3).a && (yield 4).b) yield 5;
    struct order last = yield 6;
    yield last.a - last.b;
}

@generator(send = int)
void ends(int count)
{
    while (count-- > 0) printf(" got %d", yield);
}

@thread
int feeds(int n)
{
    double v = 0;
    average_generator a = average();
    average_next(a, &v);
    for (int i = 1; i <= n; i++) average_send(a, i, &v);
    average_close(a);
    return (int) (v * 100);
}

@async
int main(void)
{
    grep_generator ab = grep("ab"), ba = grep("ba");
    grep_send(ab, "cab");
    grep_next(ba);
    const char *lines[] = {"baba", "xyz", "abs"};
    for (int i = 0; i < 3; i++) {
        await unsync_yield();
        grep_send(ab, lines[i]);
        grep_send(ba, lines[i]);
    }
    grep_next(ab); /* sends NULL */
    grep_close(ab);
    grep_close(ba);

    double v = -1;
    int more;
    average_generator a = average();
    more = average_next(a, &v);
    printf("%d %g", more, v);
    more = average_send(a, 3, &v);
    printf(", %d %g", more, v);
    more = average_send(a, 6, &v);
    printf(", %d %g", more, v);
    more = average_next(a, &v); /* sends 0: the end */
    printf(", %d", more);
    more = average_send(a, 9, &v);
    printf(", %d %d\n", more, average_try_send(a, 9, &v));
    average_close(a);

    int n;
    mixed_generator m = mixed();
    mixed_next(m, &n);
    for (int i = 1; i < 8; i++) {
        printf("%d ", n);
        if (!mixed_send(m, (struct order){i, 10 * i}, &n)) printf("end");
    }
    puts("");
    mixed_close(m);

    ends_generator e = ends(2);
    for (int i = 7; i < 9; i++) printf(" %d", ends_send(e, i));
    printf(" %d\n", ends_send(e, 9));
    ends_close(e);
    printf("%d\n", await feeds(4));
    return 0;
}
