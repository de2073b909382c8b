/*
 * Dependency files for make.
 */
#ifndef GEN_BASE_DEPEND_H
#define GEN_BASE_DEPEND_H

#include <stdint.h>

#include "buffer.h"

/*
 * `target: files...`, and a rule without commands for every file but the first, so that a header
 * that was removed does not stop make.
 */
void depend_print(struct buffer *out, const char *target, const char *const *files, uint32_t count);

#endif
