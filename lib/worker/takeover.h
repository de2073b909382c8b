/* takeover.h: is this process a worker, or one that only runs a recorded call again (replay.h)?
 * Decided before main, in takeover.c. */
#ifndef UNSYNC_WORKER_TAKEOVER_H
#define UNSYNC_WORKER_TAKEOVER_H

#include <stdbool.h>

/* Tells a new worker which descriptor its socket is: "3", or "3 named" for a program that was
 * named. */
#define UNSYNC__TAKEOVER_VARIABLE "UNSYNC_WORKER_SOCKET"
#define UNSYNC__REPLAY_VARIABLE "UNSYNC_REPLAY" /* names a file to replay */

/* Descriptors in a new worker; the last only if ld.so has to load the program. */
enum {
    UNSYNC__TAKEOVER_SOCKET = 3,
    UNSYNC__TAKEOVER_LIFELINE = 4,
    UNSYNC__TAKEOVER_BOX = 6,
    UNSYNC__TAKEOVER_LOADED = 7
};

/* The socket to the parent; -1: this is no worker. */
extern int unsync__takeover_socket;
/* This worker's program was named: it need not be the parent's. */
extern bool unsync__takeover_named;
/* The decision was made: a worker of this program will be taken over too. */
extern bool unsync__takeover_hooked;

/* The file to replay; NULL: none. */
extern const char *unsync__takeover_replay;

/* The worker's life, in place of main; never returns. Defined with the process lane. */
int unsync__worker_main(void);
/* The same for a replay; the program's status. */
int unsync__replay_main(void);

#endif
