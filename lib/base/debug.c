/* debug.c: see debug.h. A constructor, since the first frame may be made by another one. */
#include "debug.h"

#include "environment.h"

bool unsync__debug;
bool unsync__debug_is_mine = true;

__attribute__((constructor(101))) static void decide(void)
{
    unsync__debug = unsync__environment_number("UNSYNC_DEBUG", 0, 1, 0) != 0;
}
