/* registry.h: the @cpu_bound functions of this program by their prints: how a worker finds what to
 * run. A print covers the function's name and all types in it, so a function of another build of
 * the program, whose messages have other members, is another one.
 *
 * Emitted constructors fill it before main, in the parent and in the worker alike; two functions of
 * one print are a misuse. Any thread. Does not know lanes or processes. */
#ifndef UNSYNC_WORKER_REGISTRY_H
#define UNSYNC_WORKER_REGISTRY_H

#include <unsync_gen.h>

/* Calls `each` for every function, under the registry's lock. */
void unsync__registry_each(void (*each)(const struct unsync__remote *remote, void *with),
                           void *with);
/* NULL: there is none. */
const struct unsync__remote *unsync__registry_find(uint64_t print);
/* How many functions there are. */
size_t unsync__registry_count(void);

#endif
