/* leftover.h: what plain C has started and left running when an @async main returns: on threads of
 * the program's own, in libuv callbacks. It belongs to no task that could end it, so the end of
 * main does, as the end of a function ends its tasks. */
#ifndef UNSYNC_LOOP_LEFTOVER_H
#define UNSYNC_LOOP_LEFTOVER_H

#include <stdbool.h>
#include <stdint.h>

/* Cancels these tasks and waits up to `ms` milliseconds until they have ended; then names those
 * that have not. A task that a thread waits for is left alone: its cancel would be that thread's
 * failure. Handles and values stay as they are. True if no task of plain C runs any more. */
bool unsync__leftover_end(uint64_t ms);

#endif
