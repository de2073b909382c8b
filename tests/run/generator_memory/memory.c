#include "memory.h"

#include "../../../lib/base/alloc.h"

void fail_at(int request)
{
    unsync__alloc_fail_at((uint64_t) request);
}

long live(void)
{
    return (long) unsync__alloc_live();
}
