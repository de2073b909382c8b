#include "items.h"

@async int doubled(const int *n)
{
    await unsync_yield();
    return 2 * *n;
}

@async int failed(int code)
{
    await unsync_yield();
    unsync_fail(code, "as asked");
    return 0;
}

@async double halved(unsync_task_of(int) whole)
{
    return await whole / 2.0;
}

@thread void noted(int *n)
{
    *n += 100;
}
