/* head.h: one msgpack value as it lies in a text: its type, and its number or its bytes.
 *
 * The only place that knows msgpack's first bytes when reading. Pure: touches nothing outside the
 * text, allocates nothing, knows no expectation. Elements of arrays, maps and extensions are not
 * entered. */
#ifndef UNSYNC_WIRE_HEAD_H
#define UNSYNC_WIRE_HEAD_H

#include <stddef.h>
#include <stdint.h>

enum unsync__head_type {
    UNSYNC__NIL,
    UNSYNC__BOOL,
    UNSYNC__POSITIVE, /* an integer from 0, up to UINT64_MAX */
    UNSYNC__NEGATIVE,
    UNSYNC__REAL,
    UNSYNC__STRING,
    UNSYNC__BLOCK,
    UNSYNC__ARRAY,
    UNSYNC__OTHER, /* a map, an extension, the byte that is never used */
};

struct unsync__head {
    enum unsync__head_type type;
    union {
        uint64_t number; /* BOOL, POSITIVE; bytes of STRING and BLOCK; values of ARRAY */
        int64_t negative;
        double real;
    };
    const uint8_t *bytes; /* of STRING and BLOCK: they all lie before `end` */
};

/* Reads the value at `at` and returns where the next one (or the array's first) begins; NULL: the
 * text ends before. */
const uint8_t *unsync__head_read(const uint8_t *at, const uint8_t *end, struct unsync__head *head);
/* "a string": for messages. */
const char *unsync__head_name(const struct unsync__head *head);

#endif
