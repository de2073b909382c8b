/* pack.h: a growing msgpack text: arguments on their way to a worker, values on their way back.
 *
 * The bytes are msgpack, written by msgpack-c in the smallest encoding. The first error sticks and
 * all that follows is a no-op, so that emitted code need not look after each value. Some bytes
 * before the text are left free for a frame's head: head and text leave in one write. One thread at
 * a time. It does not know what a call or an outcome is. */
#ifndef UNSYNC_WIRE_PACK_H
#define UNSYNC_WIRE_PACK_H

#include <unsync_gen.h>

#include "store.h"

/* How deep values may nest (a chain of messages costs C stack on both sides); the free bytes
 * before. */
enum { UNSYNC__VALUE_DEPTH = 1000, UNSYNC__PACK_HEAD = 16 };
/* The most descriptors of one call. */
enum { UNSYNC__HANDED_MAX = 16 };
/* The longest text. */
#define UNSYNC__TEXT_MAX ((size_t) 1 << 33)
/* From this size on a block or a string lies apart from the text, in shared memory, if the packer
 * has a store: an extension of this type with its spot stands for it. */
enum { UNSYNC__APART_MIN = 16 * 1024 };
enum unsync__apart { UNSYNC__APART_BLOCK = 1, UNSYNC__APART_STRING = 2 /* with its NUL */ };

struct unsync__packer {
    char *bytes; /* PACK_HEAD free bytes, then the text; or NULL */
    size_t len;  /* of the text */
    size_t room; /* for the text */
    struct unsync__store *store; /* NULL: all goes into the text */
    struct unsync__lease *lease; /* there */
    int code;                    /* of the first error, or 0 */
    char message[128];
    unsigned handed_count; /* descriptors that go beside the text, which stay the caller's */
    int handed[UNSYNC__HANDED_MAX];
    unsigned depth; /* arrays that are not full yet; what they still take: */
    uint32_t open[UNSYNC__VALUE_DEPTH];
};

void unsync__packer_init(struct unsync__packer *packer);
/* Forgets text and error; keeps a small buffer. */
void unsync__packer_reset(struct unsync__packer *packer);
void unsync__packer_free(struct unsync__packer *packer);
/* Hands the buffer (with its free bytes before the text) to the caller, who frees it by
 * unsync__free. */
char *unsync__packer_take(struct unsync__packer *packer, size_t *len);
/* The writer below all values. Room for `len` bytes at the end of the text, which count as written;
 * NULL after an error. */
char *unsync__packer_reserve(struct unsync__packer *packer, size_t len);
/* Copies bytes to the end. */
void unsync__packer_write(struct unsync__packer *packer, const void *bytes, size_t len);
/* The same of an array of the caller's that is not large, or has no store to lie in. */
void unsync__packer_borrow(struct unsync__packer *packer, const void *bytes, size_t len);
/* Records an error, if it is the first. */
__attribute__((format(printf, 3, 4))) void unsync__packer_fail(struct unsync__packer *packer,
                                                               int code, const char *format, ...);

#endif
