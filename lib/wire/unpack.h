/* unpack.h: a walk over a received msgpack text, value by value, as emitted code asks for them.
 *
 * Nothing is built in between: each call reads one value's head at the cursor, checks it against
 * what is expected and the bytes that there are, and moves on. The text is hostile until proven
 * otherwise: every length is held against the bytes left before anything is allocated, and a value
 * takes a byte at least, so that nested arrays cannot promise more values than the text can hold.
 * All memory together is bounded by the text's length times the largest element's size. The first
 * error sticks; after it every call gives 0 or NULL. Memory for strings, blocks and messages comes
 * from the call's arena in a worker, from malloc in the parent, where it is taken back if the text
 * turns out to be broken. Maps and extensions never occur. One thread at a time. */
#ifndef UNSYNC_WIRE_UNPACK_H
#define UNSYNC_WIRE_UNPACK_H

#include <unsync_gen.h>

#include "arena.h"
#include "pack.h"

struct unsync__unpacker {
    const uint8_t *at, *end;
    const uint8_t *begin;
    struct unsync__arena *arena; /* NULL: malloc */
    struct unsync__store *store; /* of what lies apart; NULL: nothing may */
    size_t apart; /* bytes that were taken from there; each is only once a value */
    bool uses_in_place;          /* what lies apart is used there: who put it there is trusted */
    struct unsync__arena *other; /* while it is NULL in a worker: the arena */
    int (*take_fd)(void); /* the next descriptor that came beside the text; NULL: none may */
    uintptr_t kept; /* the text before it holds blocks that are in use where they lie */
    void **made;    /* blocks from malloc, until unsync__unpacker_end */
    size_t made_count, made_room;
    int code; /* of the first error, or 0 */
    char message[192];
    unsigned depth; /* arrays that are not read to their end, and the values that they still hold */
    size_t owed; /* ... all together; never more than the bytes that are left */
    uint32_t open[UNSYNC__VALUE_DEPTH];
};

/* The text stays the caller's, and is needed as long as the values are. With an arena it is written
 * to: large blocks are used where they lie, moved to an aligned place. */
void unsync__unpacker_init(struct unsync__unpacker *unpacker, const void *text, size_t len,
                           struct unsync__arena *arena);
/* The text should be over: what is left is an error. After an error, memory from malloc is freed;
 * else it is the user's from now on. The code of the first error, or 0. */
int unsync__unpacker_end(struct unsync__unpacker *unpacker);
__attribute__((format(printf, 3, 4))) void unsync__unpacker_fail(struct unsync__unpacker *unpacker,
                                                                 int code, const char *format, ...);
/* A string where it lies in the text, without a NUL at its end; NULL after an error. Not nil. */
const char *unsync__unpack_text(struct unsync__unpacker *unpacker, size_t *len);
/* A block where it lies in the text, aligned to nothing; NULL after an error. Not nil. */
const void *unsync__unpack_bytes(struct unsync__unpacker *unpacker, size_t *len);
/* The bytes of a block, in the text or apart from it; NULL after an error. Apart another process
 * may be writing to them: they are to be copied, once, before anybody looks at them. */
const void *unsync__unpack_raw(struct unsync__unpacker *unpacker, size_t *len);
/* An array of any length up to `most`. */
size_t unsync__unpack_count(struct unsync__unpacker *unpacker, size_t most);
/* Shorthands for one value. */
int64_t unsync__unpack_int(struct unsync__unpacker *unpacker);
uint64_t unsync__unpack_uint(struct unsync__unpacker *unpacker);

#endif
