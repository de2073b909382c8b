/* wire.h: messages between the program and a worker: a head, then a text, over a stream socket.
 *
 * The transport of the process lane, kept this narrow so that another can take its place. The same
 * functions serve the parent, whose socket does not block, and the worker, whose socket does:
 * reading and writing go on where they stopped. What comes in is hostile until the head was
 * checked; a claimed length alone costs no memory, the buffer grows with the bytes that really
 * come. */
#ifndef UNSYNC_EXEC_WIRE_H
#define UNSYNC_EXEC_WIRE_H

#include <stddef.h>
#include <stdint.h>

/* What is said, in this order: the worker HERE, the program SETUP, the worker READY; then for each
 * call the program CALL, the worker RESULT. */
enum unsync__wire_type {
    UNSYNC__HERE = 1,    /* the takeover worked; empty */
    UNSYNC__SETUP = 2,   /* what main would have set up */
    UNSYNC__READY = 3,   /* empty; or why not: a string */
    UNSYNC__CALL = 4,    /* a signature, the arguments */
    UNSYNC__RESULT = 5,  /* an outcome */
    UNSYNC__REFUSED = 6, /* the dying worker: my memory limit refused a request; empty */
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

/* What has come in. All bytes zero is an empty one. */
struct unsync__inbox {
    char *bytes;
    size_t have, room;
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
