/* record.h: calls that have failed in a worker, kept in files for UNSYNC_REPLAY (replay.h).
 *
 * UNSYNC_RECORD=DIR: for each such task a file with its arguments, packed as they had been for the
 * worker, what workers are set up with, and which program that was. The arguments are the caller's
 * until the task is done, so they are packed again when it has failed; while all goes well nothing
 * is done. Files are of the user's alone, appear whole, and are bounded in size and number. Loop
 * thread. */
#ifndef UNSYNC_WORKER_RECORD_H
#define UNSYNC_WORKER_RECORD_H

#include <stddef.h>
#include <stdint.h>
#include <unsync_gen.h>

#define UNSYNC__RECORD_FORMAT "unsync call 1"

/* At the opening of the lane, and at its close. */
void unsync__record_open(void);
void unsync__record_close(void);
/* A task that has failed, in a worker or with it, and was not resolved yet. */
void unsync__record_call(const struct unsync__task *task);
/* Which program this is: a hash over its file, not 0; 0: the file cannot be read. */
uint64_t unsync__record_program(void);

#endif
