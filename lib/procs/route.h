/* route.h: functions of the process lane that are to run on threads of this program instead, by
 * UNSYNC_ROUTE: to see a body in a debugger, under a sanitizer or a profiler, or to measure what
 * the other process costs, without touching the code.
 *
 * `parse=thread, scan=cpu_bound, *=thread`: the last that names a function counts. Read once, at
 * the first task of the lane. A job on a thread is held to none of the limits of its mark. Any
 * thread. It does not know how either lane works. */
#ifndef UNSYNC_PROCS_ROUTE_H
#define UNSYNC_PROCS_ROUTE_H

#include <stdbool.h>
#include <unsync_gen.h>

/* Is it to run on a thread? */
bool unsync__route_is_thread(const struct unsync__kind *kind);

#endif
