/* copy.h: copying into memory that another process reads.
 *
 * A store into a line of memory first fetches the line, and takes it from the other processor's
 * caches if that has read it: for a block that goes to and fro between two processors the copy
 * takes up to five times as long (1 MiB: 146 us, past the caches 26 us), more or less as the
 * machine's processors happen to share their caches. So long copies go past them, by stores that
 * fetch nothing (x86-64; elsewhere by memcpy). A short one is better off in the caches, where the
 * reader finds it. */
#ifndef UNSYNC_WIRE_COPY_H
#define UNSYNC_WIRE_COPY_H

#include <stddef.h>

/* The bytes are there for who is told so by a release store or more after it. `to` is aligned to 16
 * bytes. */
void unsync__copy_over(void *to, const void *from, size_t len);

#endif
