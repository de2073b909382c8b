/* ask.h: the socket on which a program tells another of its tasks: `unsync ps PID`.
 *
 * A Unix socket named by the pid, in a folder that only the user may enter: unsync in
 * $XDG_RUNTIME_DIR, else /tmp/unsync-UID. Socket and folder are checked to be the user's own,
 * whoever connects has to be the user or root. Sockets of programs that are gone are removed.
 * gen/ps.c is the other side. Any thread, one at a time. */
#ifndef UNSYNC_LOOP_ASK_H
#define UNSYNC_LOOP_ASK_H

#include <stddef.h>

/* A descriptor to poll for connections; -1: there can be none, *why says why. */
int unsync__ask_open(const char **why);
/* A connection of somebody who may ask, and does once it has sent a byte; -1: there is none.
 * Reading and writing take a second at most. */
int unsync__ask_accept(int listener);
void unsync__ask_close(int listener);

#endif
