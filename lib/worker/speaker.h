/* speaker.h: whose task the lines are that a worker prints, said in the same stream: a NUL, the
 * name, a newline (procs/voice.c makes the prefixes of it). */
#ifndef UNSYNC_WORKER_SPEAKER_H
#define UNSYNC_WORKER_SPEAKER_H

enum { UNSYNC__SPEAKER_BYTES = 64 }; /* of a name, with its end; more is cut off */

/* Lines from now on belong to a task of this function; NULL: to none. The thread of the body. */
void unsync__speaker_is(const char *name);

#endif
