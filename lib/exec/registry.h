/* registry.h: the @cpu_bound functions of this program by signature: how a worker finds what to
 * run.
 *
 * Emitted constructors fill it before main, in the parent and in the worker alike; two functions of
 * one signature are a misuse. Any thread. Does not know lanes or processes. */
#ifndef UNSYNC_EXEC_REGISTRY_H
#define UNSYNC_EXEC_REGISTRY_H

#include <unsync_gen.h>

/* NULL: there is none. `signature` need not end in NUL. */
const struct unsync__remote *unsync__registry_find(const char *signature, size_t len);
/* Calls `each` for every function, under the registry's lock. */
void unsync__registry_each(void (*each)(const struct unsync__remote *remote, void *with),
                           void *with);
/* How many functions there are. */
size_t unsync__registry_count(void);

#endif
