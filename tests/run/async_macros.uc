/* A macro means what its expansion means, whatever it does with an await or with the name of a local. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

struct link { struct link *next; int n; };
struct list { struct link *first; };

#define DUP(e) ((e) + (e))
#define FIRST(a, b) (a)
#define AND(a, b) ((a) && (b))
#define PICK(c, a, b) ((c) ? (a) : (b))
#define list_for_each(item, list) for (struct link *item = (list)->first; item; item = item->next)
#define LOOP(i, n) for (int i = 0; i < (n); i++)
#define DECLARE(type, name) type name
#define SWAP(T, a, b) do { T swap_ = a; a = b; b = swap_; } while (0)
#define SHOW(e) printf(#e "=%d\n", e)
#define CAT(a, b) a##b
#define CHECK if (counter != expected) printf("%d is not %d\n", counter, expected)
#define RETURN_IF(c, v) do { if (c) return v; } while (0)
#define counter_plus(n) (counter + (n))
#define TWICE(s) s s
#define UNUSED
#define WAIT await
#define YIELD() await unsync_yield()
#define LOG(...) printf(__VA_ARGS__)
#define LOCATED(text) printf("%s %s\n", __func__, text)
#define x(y) ((y) + 1)
#define MAX(a, b) ({ int a_ = (a), b_ = (b); a_ > b_ ? a_ : b_; })

@async int get(int n) { await unsync_yield(); printf("<%d>", n); return n; }

@async
int early(int n)
{
    RETURN_IF(n == 1, 10);
    await unsync_yield();
    RETURN_IF(n == 2, await get(20));
    RETURN_IF(await get(n) == 3, 30);
    return 40;
}

@async
int names(int x)
{
    int foobar = x(x), counter = 1, expected = 1;
    await unsync_yield();
    CAT(foo, bar) += 1;
    CHECK;
    SHOW(foobar);
    SHOW(counter + expected);
    counter = counter_plus(foobar);
    CHECK;
    await unsync_yield();
    return x(foobar) + counter;
}

@async
int main(void)
{
    struct link c = {NULL, 3}, b = {&c, 2}, a = {&b, 1};
    struct list list = {&a};
    int sum = 0, i = 100;

    printf("%d\n", DUP(await get(1)));
    printf("%d\n", FIRST(1, await get(2)));
    printf("%d %d\n", AND(0, await get(3)), AND(1, await get(4)));
    printf("%d\n", PICK(sum, await get(5), await get(6)));
    assert(sum == 0 && "nothing was added");
    list_for_each(item, &list) {
        sum += await get(item->n);
        YIELD();
    }
    list_for_each(item, &list) sum += WAIT get(item->n * 10);
    LOOP(i, 3) { YIELD(); sum += i; }
    LOOP(j, 2) LOOP(k, 2) sum += await get(j + k);
    printf("%d %d\n", sum, i);
    DECLARE(int, q);
    q = 3;
    await unsync_yield();
    DECLARE(char, text[]) = "text";
    YIELD();
    SWAP(int, q, sum);
    LOG("%d %d %s %d\n", q, sum, text, (int) sizeof text);
    TWICE(sum++; await get(sum);)
    LOG("\n%d\n", await get(sum) + 1);
    UNUSED int r UNUSED = 1; UNUSED
    YIELD();
    printf("%d %d\n", r, MAX(r, sum));
    LOCATED(strrchr("a/b", '/'));
    for (int n = 1; n < 5; n++) printf("%d\n", await early(n));
    printf("%d\n", await names(5));
#define LATE 5
    int late[LATE] = {LATE};
#undef LATE
#define LATE 6
    int later[LATE] = {[LATE - 1] = LATE};
    await unsync_yield();
    printf("%d %d %d %d\n", (int) (sizeof late / sizeof *late), late[0],
           (int) (sizeof later / sizeof *later), later[5]);
    return 0;
}
