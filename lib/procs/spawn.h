/* spawn.h: one process, exec'ed clean: nothing of this one but what is meant.
 *
 * The new process has: the socket as descriptor 3, the lifeline as 4, its standard input from the
 * null device, standard output and error of this process, the box; no signal blocked, none ignored
 * or handled; a process group of its own; the environment and directory of this moment; SIGKILL
 * when the thread that spawned it ends. The caller's thread must therefore be one that never ends:
 * the spawner. */
#ifndef UNSYNC_PROCS_SPAWN_H
#define UNSYNC_PROCS_SPAWN_H

#include <sys/types.h>

/* What the new process gets. -1: it has no box or lifeline, or the program's own standard output or
 * error. */
struct unsync__spawn_ends {
    int socket, lifeline, box, out, err;
};
/* Blocks until the program is exec'ed. The ends stay the caller's. 0 and the process, with a pidfd
 * that becomes the caller's; or -errno. */
int unsync__spawn(const struct unsync__spawn_ends *ends, pid_t *pid, int *pidfd);

/* On another thread: one that is being started, and was stopped before its exec, is killed; else
 * that would be waited for. */
void unsync__spawn_look(void);

#endif
