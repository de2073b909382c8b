/* flight.h: the calls of @async @cpu_bound functions in a worker: each is a task of its loop.
 *
 * The loop runs on the worker's main thread. Calls come by the shared memory as to any worker, and
 * start at once, however many run; each ends by itself, and its result goes back with its ticket.
 * So a call that takes long holds up no other, unless its body holds up the loop. The program may
 * ask for the end of one (UNSYNC__ASK): its task is cancelled like any, and its result follows. */
#ifndef UNSYNC_WORKER_FLIGHT_H
#define UNSYNC_WORKER_FLIGHT_H

#include <stdint.h>
#include <unsync_gen.h>

struct unsync__channel;
struct unsync__inbox;

/* The calling thread is the loop's from now on. First of all. */
void unsync__flights_open(void);
/* Serves for ever. */
__attribute__((noreturn)) void unsync__flights_run(struct unsync__channel *channel,
                                                   struct unsync__inbox *inbox);
/* The ticket of the call whose task runs on this thread; 0: none. Safe in a handler, as far as
 * the tree of tasks is whole. */
uint32_t unsync__flight_here(void);

/* A call of such a function where there is no worker's loop: in a replay, on a thread that is not
 * the loop's. */
void unsync__flight_serve(const struct unsync__remote *remote, struct unsync__unpacker *arguments,
                          struct unsync__packer *result);

#endif
