/* debug.c: see debug.h. A constructor, since the first frame may be made by another one. */
#include "debug.h"

#include "env.h"

bool unsync__debug;
bool unsync__debug_is_mine = true;

__attribute__((constructor(101))) static void decide(void)
{
    unsync__debug = unsync__env_switch("UNSYNC_DEBUG");
}
