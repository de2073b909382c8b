/* How an @async body is taken apart. */
#include <stdio.h>
#include <unsync.h>

struct source { const int *at, *end; };

@async
static int next(struct source *s) /* gives 0 at the end */
{
    await unsync_yield();
    return s->at < s->end ? *s->at++ : 0;
}

@async
int sum(struct source *s, int limit)
{
    int total = 0, n; /* n: the last */
    const int first = await next(s);

    while ((n = await next(s)) != 0) {
        if (n < 0)
            continue; // skipped
        total += n;
    }
    for (int i = 0; i < limit; i++)
        total += await next(s) * i;
    if (total > limit && await next(s) == 0) return first;
    do
        limit--;
    while (limit > 0 || await next(s));

    int result = total + first;
    printf("%d\n", result);
    return result;
}

@async
int both(struct source *a, struct source *b)
{
    next_task left = next(a), right = next(b);
    int code = catch left;

    if (code != 0)
        unsync_fail(code, "the left one");
    return await left - await right +
           await next(&(struct source){a->at, a->end});
}
