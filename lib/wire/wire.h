/* wire.h: messages between the program and a worker: a head, then a text, over a stream socket.
 *
 * For what is said once or seldom, and for descriptors; calls and results go by the memory that
 * both share (channel.h). The socket's end also says that the other side is gone. The same
 * functions serve the parent, whose socket does not block, and the worker, whose socket does:
 * reading and writing go on where they stopped. What comes in is hostile until the head was
 * checked; a claimed length alone costs no memory, the buffer grows with the bytes that really
 * come. */
#ifndef UNSYNC_WIRE_WIRE_H
#define UNSYNC_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is said: the worker HERE, the program CHANNEL and SETUP, the worker READY. Then calls go the
 * other way. */
enum unsync__wire_type {
    UNSYNC__HERE = 1,    /* the takeover worked; empty */
    UNSYNC__SETUP = 2,   /* what main would have set up */
    UNSYNC__READY = 3,   /* empty; or why not: a string */
    UNSYNC__CHANNEL = 4, /* empty; with the descriptor of the shared memory */
    UNSYNC__WAKE = 5,    /* to a program that sleeps: there are results; to a worker whose loop
                            sleeps: there are calls; empty */
    UNSYNC__BLOCK = 6,   /* empty; with the descriptor of a block (store.h) for calls */
    UNSYNC__HANDED = 8,  /* the ticket of a call (uint32_t); with a descriptor that it hands over */
    UNSYNC__CHANNEL_OF_MANY = 9, /* the same as CHANNEL: the worker runs calls on its loop */
    UNSYNC__ANSWER = 7,  /* to a worker that asked for a block: the same for results, or without */
};

struct unsync__wire_head {
    uint32_t magic; /* the protocol and its version */
    uint32_t type;
    uint64_t len; /* of the text */
};
_Static_assert(sizeof(struct unsync__wire_head) == 16, "as large as the packer's room for it");

/* Writes a message's head into the first 16 of `bytes`; the text of `len` bytes follows. */
void unsync__wire_seal(void *bytes, enum unsync__wire_type type, size_t len);
/* Sends bytes from *sent on. 1: all are sent; 0: the socket is full; else -errno. Never raises
 * SIGPIPE. */
int unsync__wire_send(int socket, const void *bytes, size_t len, size_t *sent);
/* Sends an empty message, at once or not at all. Async-signal-safe. */
void unsync__wire_send_empty(int socket, enum unsync__wire_type type);
/* The same with a descriptor, which stays the caller's. 0; or -errno. */
int unsync__wire_send_fd(int socket, enum unsync__wire_type type, int fd);
/* UNSYNC__HANDED. The same. */
int unsync__wire_hand(int socket, uint32_t ticket, int fd);

/* What has come in. All bytes zero is an empty one. */
struct unsync__inbox {
    char *bytes;
    size_t have, room;
    bool takes_fd; /* else those that come are closed */
    int fd;        /* that came last, the owner's; 0: none */
};
/* 1: the inbox begins with a whole message; 0: not yet, and there is nothing to read; 2: not yet,
 * but this was a turn's worth of reading; else -EPIPE: the other side is gone; -ECONNRESET: it is,
 * and has not read all that was sent; -EPROTO, -ENOMEM, another -errno. */
int unsync__wire_receive(int socket, struct unsync__inbox *inbox);
/* The message that receive found; valid until the drop. */
uint32_t unsync__inbox_type(const struct unsync__inbox *inbox);
const char *unsync__inbox_text(const struct unsync__inbox *inbox, size_t *len);
/* Done with it. Large memory is given back. */
void unsync__inbox_drop(struct unsync__inbox *inbox);
void unsync__inbox_free(struct unsync__inbox *inbox);

#endif
