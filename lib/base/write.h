/* write.h: bytes to a descriptor, all of them. */
#ifndef UNSYNC_BASE_WRITE_H
#define UNSYNC_BASE_WRITE_H

#include <stddef.h>

/* Waits for room, also where the descriptor does not block. To a pipe that nobody reads, or a file
 * that is full, the rest is lost. Any thread. */
void unsync__write_all(int to, const char *bytes, size_t len);

#endif
