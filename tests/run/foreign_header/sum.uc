#include "numbers.h"

@async
int sum(const char *a, const char *b)
{
    return await later_atoi(a) + await later_atoi(b);
}
