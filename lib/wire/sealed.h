/* sealed.h: memory with a descriptor, to be shared with another process, whose size nobody can
 * change any more: a mapping of it is safe to read whatever the other process does. */
#ifndef UNSYNC_WIRE_SEALED_H
#define UNSYNC_WIRE_SEALED_H

#include <stddef.h>

/* A descriptor, the caller's, closed on exec; or -errno. -EFBIG: the program may not make files
 * of that size (RLIMIT_FSIZE), for which the kernel would end it. */
int unsync__sealed_make(size_t size);

#endif
