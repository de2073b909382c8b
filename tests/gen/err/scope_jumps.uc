/* Jumps past an array of variable length, into its scope; those within it and out of it are none. */
#include <unsync.h>

@async
int jumps_in(int n)
{
    goto in;
    {
        int list[n];
    in:
        await unsync_yield();
        list[0] = 1;
        return list[0];
    }
}

@async
int past_a_type(int n)
{
    if (n) goto past;
    typedef int row[n];
past:
    await unsync_yield();
    return sizeof (row);
}

@async
int past_a_pointer(int n, void *memory)
{
    for (int (*rows)[n] = memory; ; rows++) {
    again:
        await unsync_yield();
        if (rows[0][0]) break;
    }
    goto again;
}

@async
int cases(int n)
{
    switch (n) {
        int list[n];
    case 1:
    default:
        await unsync_yield();
        list[0] = 1;
    }
    switch (n) {
    case 2 ... 4: {
        int list[n];
        await unsync_yield();
        if (list[0]) break;
    }
    }
    return 0;
}

@generator
int yields(int n)
{
    if (n > 1) goto in;
    int list[n];
in:
    yield 1;
    list[0] = 1;
    yield list[0];
}

#define TWICE(n) ({ \
    __label__ out, back; \
    int list[n]; \
    list[0] = 0; \
back: \
    if (list[0]++ < 2) goto back; \
    if (list[0]) goto out; \
out: \
    list[0]; \
})

@async
int within(int n)
{
    int sum = 0;
    goto before;
before:;
    {
        int list[n];
        list[0] = 0;
    again:
        await unsync_yield();
        if (++list[0] < 3) goto again;
        if (n > 1) goto before;
        sum += list[0];
    }
    return sum + TWICE(n) + TWICE(n);
}
