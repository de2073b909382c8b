/* environment.h: the variables of the environment that the library listens to. */
#ifndef UNSYNC_BASE_ENVIRONMENT_H
#define UNSYNC_BASE_ENVIRONMENT_H

/* The value of a variable; NULL: not set, empty, or the program has privileges that its user has
 * not (AT_SECURE): then no variable counts. */
const char *unsync__environment(const char *name);
/* Its value as a number from `least` to `most`; `otherwise`, without one. A value that makes no
 * sense is said on standard error. */
long unsync__environment_number(const char *name, long least, long most, long otherwise);

#endif
