/* fence.h: what a worker gives up for good: sockets, opening files, signals to others.
 *
 * A filter of the kernel (seccomp) that cannot be taken off again, so a worker with a fence serves
 * calls that want that fence only. The calls that are forbidden give EACCES. What the body was
 * given (standard output and error) stays. */
#ifndef UNSYNC_WORKER_FENCE_H
#define UNSYNC_WORKER_FENCE_H

#include <stdint.h>

/* Puts up the fences of enum unsync__fence, in the worker. 0; or -errno: there is none. */
int unsync__fence_up(uint32_t fences);

#endif
