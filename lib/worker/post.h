/* post.h: what a worker that runs calls on its loop sends and gets beside the calls themselves:
 * results, blocks of shared memory, descriptors.
 *
 * Nothing here waits for the program but the request for a block, which it answers at once: where
 * results find no room they stay where they are until the loop hears that some were taken. Worker's
 * main thread, which is the loop's. */
#ifndef UNSYNC_WORKER_POST_H
#define UNSYNC_WORKER_POST_H

#include <stdbool.h>
#include <stdint.h>

#include "../wire/channel.h"
#include "../wire/pack.h"
#include "../wire/wire.h"

/* The socket wakes the loop from now on. */
void unsync__post_open(struct unsync__channel *channel, struct unsync__inbox *inbox);
/* Of the blocks: those of calls, and those that results are put into. */
extern struct unsync__store unsync__post_store;

/* May a result be sent now? */
bool unsync__post_has_room(void);
/* Sends one, without a word to a program that sleeps; what it has leased is over when the program
 * has taken it. The packer has no error. False: there is no shared memory for a long one. */
bool unsync__post_result(uint32_t ticket, struct unsync__packer *packer,
                         struct unsync__lease *lease);

/* The next descriptor that came with the call; it is the caller's. */
int unsync__post_take_fd(uint32_t ticket);
/* Those that came with calls before it were taken back with them: they are closed. */
void unsync__post_forget_before(uint32_t ticket);

#endif
