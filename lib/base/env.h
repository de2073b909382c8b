/* env.h: the variables of the environment that the runtime looks at.
 *
 * A program with privileges of its own (AT_SECURE: set-uid, set-gid, file capabilities) finds none of
 * them: whoever starts it shall not change what it does. A value that makes no sense is said so on
 * standard error and not used. Any thread, as getenv. */
#ifndef UNSYNC_BASE_ENV_H
#define UNSYNC_BASE_ENV_H

#include <stdbool.h>
#include <stdint.h>

/* Its text; NULL: not set, empty, or not to be looked at. */
const char *unsync__env(const char *name);
/* A number from `least` to `most`; else `otherwise`. */
uint64_t unsync__env_number(const char *name, uint64_t least, uint64_t most, uint64_t otherwise);
/* "1" or "0"; else false. */
bool unsync__env_switch(const char *name);

#endif
