/* limit.h: the `memory` option: a body in a worker that may not grow the process beyond a limit.
 *
 * The kernel refuses, so that malloc gives NULL; nothing is killed for it. A body that dies after
 * such a refusal (it wrote through NULL, it aborted, it exited) tells the parent with its last
 * breath. Not enforced under AddressSanitizer and its kin, whose own allocator would end the
 * process. */
#ifndef UNSYNC_EXEC_LIMIT_H
#define UNSYNC_EXEC_LIMIT_H

#include <stdint.h>

/* From now on the process may grow by `bytes` more of data (heap, private mappings, thread stacks).
 * The refusal is told on `socket`. Worker's main thread; begin and end in pairs. */
void unsync__limit_begin(uint64_t bytes, int socket);
void unsync__limit_end(void);

#endif
