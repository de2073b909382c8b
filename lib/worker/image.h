/* image.h: addresses of the program's own objects as module and offset, and back: the same in every
 * process that runs this program, wherever the kernel has put it. Any thread. */
#ifndef UNSYNC_WORKER_IMAGE_H
#define UNSYNC_WORKER_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unsync__place {
    const char *module; /* as the loader names it; "": the program. Valid while it is loaded. */
    uint64_t offset;
};

/* False: the bytes are not all in one part of one module that is writable (or, for code,
 * executable). */
bool unsync__image_locate(const void *address, size_t size, bool code, struct unsync__place *place);
/* The address here, or NULL: no such module, or no such bytes in it. */
void *unsync__image_resolve(const struct unsync__place *place, size_t size, bool code);

#endif
