#include "work.h"

int object_value(void);

@cpu_bound int doubled(int n)
{
    return 2 * n;
}

@cpu_bound int constructed(void)
{
    return object_value();
}
