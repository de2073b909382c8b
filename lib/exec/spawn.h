/* spawn.h: one process, exec'ed clean: nothing of this one but what is meant.
 *
 * The new process has: the socket as descriptor 3, its standard input from the null device,
 * standard output and error of this process, no other descriptor; no signal blocked, none ignored
 * or handled; a process group of its own; the environment and directory of this moment; SIGKILL
 * when the thread that spawned it ends. The caller's thread must therefore be one that never ends:
 * the spawner. */
#ifndef UNSYNC_EXEC_SPAWN_H
#define UNSYNC_EXEC_SPAWN_H

#include <sys/types.h>

/* Descriptors in the new process; the second only if ld.so has to load the program. */
enum { UNSYNC__SPAWN_SOCKET = 3, UNSYNC__SPAWN_LOADED = 5 };

/* Blocks until the program is exec'ed. `socket` stays the caller's. 0 and the process, with a pidfd
 * that becomes the caller's; or -errno. */
int unsync__spawn(int socket, pid_t *pid, int *pidfd);

#endif
