/* goto in every direction, labels before declarations, Duff's device: the user's control flow is kept. */
#include <stdio.h>
#include <unsync.h>

@async
int backwards(int n)
{
    int turns = 0, *kept = NULL;
again:
    if (kept) {
        await unsync_yield();
        turns += *kept;
    }
    int fresh = turns + 1;
    kept = &fresh;
    if (turns < n) goto again;
    return turns;
}

@async
int into_loop(int n)
{
    int i = 10, sum = 0;
    if (n) goto inside;
    for (i = 0; i < 3; i++) {
        int step;
        await unsync_yield();
    inside:
        step = i + 1;
        await unsync_yield();
        sum += step;
        while (0) {
        never:
            sum += 1000;
            await unsync_yield();
            goto out;
        }
    }
    if (n == 2) goto never;
out:
    return sum;
}

@async
int copies(const char *from, int count)
{
    char to[32], *end = to;
    int turns = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { *end++ = *from++; await unsync_yield(); /* fall through */
    case 3:      *end++ = *from++; /* fall through */
    case 2:      await unsync_yield(); int here = *from++; *end++ = (char) here; /* fall through */
    case 1:      *end++ = *from++; await unsync_yield();
            } while (--turns > 0);
    }
    *end = 0;
    printf("%s\n", to);
    return (int) (end - to);
}

@async
int labels(int n)
{
    static void *const table[] = {&&zero, &&one, &&two};
    int result = 0;
    goto *table[n];
zero: {
    await unsync_yield();
    result += 1;
}
one:
two:;
    int late = result + 10;
    await unsync_yield();
    if (n) { n--; goto *table[n]; }
    goto end;
end: await unsync_yield();
    if (result > 100) unused: __attribute__((unused)) return -1;
    return result + late;
}

@async
int nested(int n)
{
    int found = -1;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            await unsync_yield();
            if (i * j == 6) { found = i * 10 + j; goto done; }
            if (j > i) break;
        }
done:
    switch (found) {
    case -1: return 0;
    case 20 ... 29:
        for (int k = 0;; k++) {
            switch (k) {
            case 0: await unsync_yield(); continue;
            case 1: break;
            default: await unsync_yield(); goto out;
            }
            found++;
        }
    }
out:
    return found;
}

@async
int local_labels(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        __label__ skip;
        if (i == 1) goto skip;
        await unsync_yield();
        sum += i;
    skip:
        await unsync_yield();
    }
    return sum;
}

@async
int main(void)
{
    printf("%d\n", await backwards(5));
    printf("%d %d %d\n", await into_loop(0), await into_loop(1), await into_loop(2));
    for (int n = 1; n < 7; n++) printf("%d\n", await copies("abcdefgh", n));
    printf("%d %d %d\n", await labels(0), await labels(1), await labels(2));
    printf("%d %d\n", await nested(4), await nested(2));
    printf("%d\n", await local_labels(4));
    return 0;
}
