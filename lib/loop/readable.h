/* readable.h: a descriptor that the loop listens to, for a process that is all loop: a worker.
 * There is one. Loop thread. */
#ifndef UNSYNC_LOOP_READABLE_H
#define UNSYNC_LOOP_READABLE_H

/* `hook` is called when there is something to be read, or an end; the descriptor does not block any
 * more. 0; or UNSYNC_ESYSTEM. */
int unsync__loop_listen(int fd, void (*hook)(void));

#endif
