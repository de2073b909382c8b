/* voice.h: what workers print, on its way to the program's own standard output and error.
 *
 * A worker's standard error is a pipe to the program, where a thread hands it on and keeps the last
 * bytes: they are a part of what is told of a crash, whoever wrote them (assert, a sanitizer, the C
 * library itself). Standard output goes straight to the program's, unless UNSYNC_PREFIX=1 asks for
 * the task before each line of both. Before a result is given to its task the loop thread hands on
 * what came before it, so the order that a reader sees is the order in which things happened. A
 * process that a worker has left behind may go on printing. */
#ifndef UNSYNC_PROCS_VOICE_H
#define UNSYNC_PROCS_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { UNSYNC__TAIL_MAX = 1024 };

struct unsync__voice; /* of one worker */

/* Starts the thread. 0 or -errno. */
int unsync__voices_open(void);
/* Hands on what has come, ends the thread. */
void unsync__voices_close(void);

/* A new one; the worker's ends, the caller's to close; -1: the worker is to have the program's own,
 * as with NULL, without memory. */
struct unsync__voice *unsync__voice_new(int *out, int *err);
/* Whose it is. */
void unsync__voice_name(struct unsync__voice *voice, pid_t pid);
/* A run is over: hands on what has come so far; the last lines are those of the next one. NULL:
 * nothing. */
void unsync__voice_flush(struct unsync__voice *voice);
/* The worker is dead: its last lines, without the newline at the end, into `tail` of
 * UNSYNC__TAIL_MAX + 1 bytes. */
void unsync__voice_end(struct unsync__voice *voice, char *tail);

#endif
