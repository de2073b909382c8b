/* head.c: the first bytes of msgpack values; see head.h. A value is at most a first byte, a
 * big-endian number of 1, 2, 4 or 8 bytes, and as many bytes as that number says. */
#include "head.h"

#include <msgpack/sysdep.h>
#include <stdbool.h>
#include <string.h>

/* What a first byte means; fixed ones carry their number in themselves. */
struct form {
    enum unsync__head_type type;
    uint8_t width; /* bytes of the number that follows */
};

static const struct form forms[32] = {
    /* first bytes from 0xc0 to 0xdf */
    [0x00] = {UNSYNC__NIL, 0},      [0x01] = {UNSYNC__OTHER, 0},    [0x02] = {UNSYNC__BOOL, 0},
    [0x03] = {UNSYNC__BOOL, 0},     [0x04] = {UNSYNC__BLOCK, 1},    [0x05] = {UNSYNC__BLOCK, 2},
    [0x06] = {UNSYNC__BLOCK, 4},    [0x07] = {UNSYNC__OTHER, 0},    [0x08] = {UNSYNC__OTHER, 0},
    [0x09] = {UNSYNC__OTHER, 0},    [0x0a] = {UNSYNC__REAL, 4},     [0x0b] = {UNSYNC__REAL, 8},
    [0x0c] = {UNSYNC__POSITIVE, 1}, [0x0d] = {UNSYNC__POSITIVE, 2}, [0x0e] = {UNSYNC__POSITIVE, 4},
    [0x0f] = {UNSYNC__POSITIVE, 8}, [0x10] = {UNSYNC__NEGATIVE, 1}, [0x11] = {UNSYNC__NEGATIVE, 2},
    [0x12] = {UNSYNC__NEGATIVE, 4}, [0x13] = {UNSYNC__NEGATIVE, 8}, [0x14] = {UNSYNC__OTHER, 0},
    [0x15] = {UNSYNC__OTHER, 0},    [0x16] = {UNSYNC__OTHER, 0},    [0x17] = {UNSYNC__OTHER, 0},
    [0x18] = {UNSYNC__OTHER, 0},    [0x19] = {UNSYNC__STRING, 1},   [0x1a] = {UNSYNC__STRING, 2},
    [0x1b] = {UNSYNC__STRING, 4},   [0x1c] = {UNSYNC__ARRAY, 2},    [0x1d] = {UNSYNC__ARRAY, 4},
    [0x1e] = {UNSYNC__OTHER, 0},    [0x1f] = {UNSYNC__OTHER, 0},
};

static uint64_t big_endian(const uint8_t *at, unsigned width)
{
    uint16_t half;
    uint32_t word;
    uint64_t all;
    switch (width) {
    case 1: return *at;
    case 2: _msgpack_load16(uint16_t, at, &half); return half;
    case 4: _msgpack_load32(uint32_t, at, &word); return word;
    default: _msgpack_load64(uint64_t, at, &all); return all;
    }
}

/* The bits that stand for a number of `width` bytes, as the head's type wants them. */
static void interpret(struct unsync__head *head, uint64_t bits, unsigned width)
{
    if (head->type == UNSYNC__NEGATIVE) {
        unsigned unused = 64 - width * 8;
        int64_t value = (int64_t) (bits << unused) >> unused;
        if (value < 0) {
            head->negative = value;
            return;
        }
        head->type = UNSYNC__POSITIVE;
        head->number = (uint64_t) value;
    } else if (head->type == UNSYNC__REAL && width == 4) {
        uint32_t low = (uint32_t) bits;
        float value;
        memcpy(&value, &low, sizeof value);
        head->real = (double) value;
    } else if (head->type == UNSYNC__REAL)
        memcpy(&head->real, &bits, sizeof head->real);
    else
        head->number = bits;
}

/* First bytes that hold their number; false: it is another one. */
static bool fixed(uint8_t first, struct unsync__head *head)
{
    if (first < 0x80) {
        head->type = UNSYNC__POSITIVE;
        head->number = first;
    } else if (first >= 0xe0) {
        head->type = UNSYNC__NEGATIVE;
        head->negative = (int8_t) first;
    } else if (first >= 0xa0 && first < 0xc0) {
        head->type = UNSYNC__STRING;
        head->number = first & 0x1f;
    } else if (first >= 0x90 && first < 0xa0) {
        head->type = UNSYNC__ARRAY;
        head->number = first & 0x0f;
    } else if (first < 0x90) {
        head->type = UNSYNC__OTHER;
        head->number = 0;
    } else
        return false;
    return true;
}

const uint8_t *unsync__head_read(const uint8_t *at, const uint8_t *end, struct unsync__head *head)
{
    if (at == end) return NULL;
    uint8_t first = *at++;
    if (!fixed(first, head)) {
        struct form form = forms[first - 0xc0];
        if (end - at < form.width) return NULL;
        head->type = form.type;
        if (form.width == 0)
            head->number = first & 1;
        else
            interpret(head, big_endian(at, form.width), form.width);
        at += form.width;
    }
    if (head->type != UNSYNC__STRING && head->type != UNSYNC__BLOCK) return at;
    if (head->number > (uint64_t) (end - at)) return NULL;
    head->bytes = at;
    return at + head->number;
}

const char *unsync__head_name(const struct unsync__head *head)
{
    static const char *const names[] = {
        [UNSYNC__NIL] = "nil",
        [UNSYNC__BOOL] = "a bool",
        [UNSYNC__POSITIVE] = "an integer",
        [UNSYNC__NEGATIVE] = "an integer",
        [UNSYNC__REAL] = "a number with a fraction",
        [UNSYNC__STRING] = "a string",
        [UNSYNC__BLOCK] = "a block",
        [UNSYNC__ARRAY] = "an array",
        [UNSYNC__OTHER] = "a map or extension",
    };
    return names[head->type];
}
