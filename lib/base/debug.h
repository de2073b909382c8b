/* debug.h: is UNSYNC_DEBUG=1 set? Then frames have a trace before them (lib/core/trace.h), no frame
 * is used again soon, and every await takes the long way, where it is seen. Decided once, before
 * main. */
#ifndef UNSYNC_BASE_DEBUG_H
#define UNSYNC_BASE_DEBUG_H

#include <stdbool.h>

extern bool unsync__debug;
/* With it: is this the user's program, and not a worker of it? A worker opens no socket. */
extern bool unsync__debug_is_mine;

#endif
