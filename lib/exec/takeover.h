/* takeover.h: is this process a worker? Decided before main, in takeover.c. */
#ifndef UNSYNC_EXEC_TAKEOVER_H
#define UNSYNC_EXEC_TAKEOVER_H

#include <stdbool.h>

/* Tells a new worker which descriptor its socket is: "3", or "3 named" for a program that was
 * named. */
#define UNSYNC__TAKEOVER_VARIABLE "UNSYNC_WORKER_SOCKET"

/* The socket to the parent; -1: this is no worker. */
extern int unsync__takeover_socket;
/* This worker's program was named: it need not be the parent's. */
extern bool unsync__takeover_named;
/* The decision was made: a worker of this program will be taken over too. */
extern bool unsync__takeover_hooked;

/* The worker's life, in place of main; never returns. Defined with the process lane. */
int unsync__worker_main(void);

#endif
