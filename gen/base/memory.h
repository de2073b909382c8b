/*
 * Checked memory for the generator: these never return NULL. When memory ends the program says so
 * and exits 1; the output is written under a temporary name, so nothing half done stays behind.
 */
#ifndef GEN_BASE_MEMORY_H
#define GEN_BASE_MEMORY_H

#include <stddef.h>

/* `size` bytes, zeroed; release with free(). */
void *memory_new(size_t size);

/* Like realloc(); the grown part is not initialised. */
void *memory_resize(void *old, size_t size);

#endif
