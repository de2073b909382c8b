/* unpack.c: the reading half of the codec; see unpack.h. One function, `next`, moves the cursor;
 * all else checks what it gave. */
#define _GNU_SOURCE
#include "unpack.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "head.h"

enum { LARGE = 64 * 1024 };

void unsync__unpacker_init(struct unsync__unpacker *unpacker, const void *text, size_t len,
                           struct unsync__arena *arena)
{
    memset(unpacker, 0, offsetof(struct unsync__unpacker, open));
    unpacker->begin = unpacker->at = text;
    unpacker->end = unpacker->at + len;
    unpacker->arena = arena;
    unpacker->kept = (uintptr_t) text;
}

void unsync__unpacker_fail(struct unsync__unpacker *unpacker, int code, const char *format, ...)
{
    if (unpacker->code != 0) return;
    unpacker->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(unpacker->message, sizeof unpacker->message, format, arguments);
    va_end(arguments);
}

bool unsync__unpack_failed(const struct unsync__unpacker *unpacker)
{
    return unpacker->code != 0;
}

/* --- The cursor ------------------------------------------------------------------------------- */

/* A value was read: it may have been the last one of some arrays. */
static void count_value(struct unsync__unpacker *unpacker)
{
    while (unpacker->depth > 0) {
        unpacker->owed--;
        if (--unpacker->open[unpacker->depth - 1] > 0) return;
        unpacker->depth--;
    }
}

/* The next value's head; false after an error. */
static bool next(struct unsync__unpacker *unpacker, struct unsync__head *head)
{
    if (unpacker->code != 0) return false;
    const uint8_t *after = unsync__head_read(unpacker->at, unpacker->end, head);
    if (after == NULL) {
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "the text ends in the value at byte %zu",
                              (size_t) (unpacker->at - unpacker->begin));
        return false;
    }
    unpacker->at = after;
    if (head->type != UNSYNC__ARRAY) count_value(unpacker);
    return true;
}

static void expected(struct unsync__unpacker *unpacker, const char *what,
                     const struct unsync__head *got)
{
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected %s, got %s", what,
                          unsync__head_name(got));
}

/* --- Memory ----------------------------------------------------------------------------------- */

/* Room to remember one more block, before it is made. */
static bool can_remember(struct unsync__unpacker *unpacker)
{
    if (unpacker->made_count < unpacker->made_room) return true;
    size_t room = unpacker->made_room == 0 ? 8 : unpacker->made_room * 2;
    void **made = unsync__realloc(unpacker->made, room * sizeof *made);
    if (made == NULL) return false;
    unpacker->made = made;
    unpacker->made_room = room;
    return true;
}

static void *allocate(struct unsync__unpacker *unpacker, size_t size)
{
    void *block = NULL;
    if (unpacker->arena != NULL)
        block = unsync__arena_alloc(unpacker->arena, size);
    else if (can_remember(unpacker) && (block = unsync__user_alloc(size)) != NULL)
        unpacker->made[unpacker->made_count++] = block;
    if (block == NULL)
        unsync__unpacker_fail(unpacker, UNSYNC_ENOMEM, "no memory to unpack %zu bytes", size);
    return block;
}

void *unsync__unpack_alloc(struct unsync__unpacker *unpacker, size_t size)
{
    if (unpacker->code != 0) return NULL;
    void *block = allocate(unpacker, size);
    return block == NULL ? NULL : memset(block, 0, size);
}

bool unsync__unpack_is_over(struct unsync__unpacker *unpacker)
{
    if (unpacker->code == 0 && unpacker->at != unpacker->end)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "%zu bytes after the last value",
                              (size_t) (unpacker->end - unpacker->at));
    if (unpacker->code == 0 && unpacker->depth > 0)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "the text ends inside an array");
    return unpacker->code == 0;
}

int unsync__unpacker_end(struct unsync__unpacker *unpacker)
{
    if (!unsync__unpack_is_over(unpacker))
        for (size_t i = 0; i < unpacker->made_count; i++) free(unpacker->made[i]);
    unsync__free(unpacker->made);
    unpacker->made = NULL;
    unpacker->made_count = unpacker->made_room = 0;
    return unpacker->code;
}

/* --- Values ----------------------------------------------------------------------------------- */

/* Values that the open arrays still hold, without the arrays among them, which have begun. */
static size_t unbegun(const struct unsync__unpacker *unpacker)
{
    return unpacker->owed - unpacker->depth;
}

size_t unsync__unpack_count(struct unsync__unpacker *unpacker, size_t most)
{
    struct unsync__head head;
    if (!next(unpacker, &head)) return 0;
    if (head.type != UNSYNC__ARRAY) {
        expected(unpacker, "an array", &head);
        return 0;
    }
    if (head.number > most ||
        head.number > (uint64_t) (unpacker->end - unpacker->at) - unbegun(unpacker))
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "an array of %zu values is too long",
                              (size_t) head.number);
    else if (unpacker->depth == UNSYNC__VALUE_DEPTH)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "values nest deeper than %d",
                              UNSYNC__VALUE_DEPTH);
    else if (head.number == 0)
        count_value(unpacker);
    else {
        unpacker->owed += (size_t) head.number;
        unpacker->open[unpacker->depth++] = (uint32_t) head.number;
    }
    return unpacker->code == 0 ? (size_t) head.number : 0;
}

size_t unsync__unpack_array(struct unsync__unpacker *unpacker, size_t count)
{
    size_t got = unsync__unpack_count(unpacker, UINT32_MAX);
    if (got != count)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected %zu values, got %zu", count, got);
    return unpacker->code == 0 ? count : 0;
}

bool unsync__unpack_is_nil(struct unsync__unpacker *unpacker)
{
    struct unsync__head head;
    if (unpacker->code != 0 || unpacker->at == unpacker->end || *unpacker->at != 0xc0) return false;
    return next(unpacker, &head);
}

void unsync__unpack_nothing(struct unsync__unpacker *unpacker)
{
    struct unsync__head head;
    if (next(unpacker, &head) && head.type != UNSYNC__NIL) expected(unpacker, "nil", &head);
}

void unsync__unpack_misfit(struct unsync__unpacker *unpacker)
{
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "a number is too large for its bit-field");
}

int64_t unsync__unpack_int(struct unsync__unpacker *unpacker)
{
    int64_t value = 0;
    unsync__unpack_into_int(unpacker, &value, sizeof value);
    return value;
}

uint64_t unsync__unpack_uint(struct unsync__unpacker *unpacker)
{
    uint64_t value = 0;
    unsync__unpack_into_uint(unpacker, &value, sizeof value);
    return value;
}

/* The low bytes of a number, as an integer of `size` bytes. */
static void store(void *into, uint64_t value, size_t size)
{
    switch (size) {
    case 1: memcpy(into, &(uint8_t){(uint8_t) value}, 1); break;
    case 2: memcpy(into, &(uint16_t){(uint16_t) value}, 2); break;
    case 4: memcpy(into, &(uint32_t){(uint32_t) value}, 4); break;
    default: memcpy(into, &value, 8); break;
    }
}

static void out_of_range(struct unsync__unpacker *unpacker, const struct unsync__head *head,
                         const char *sign, size_t size)
{
    if (head->type == UNSYNC__NEGATIVE)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected %s integer of %zu bits, got %lld",
                              sign, size * 8, (long long) head->negative);
    else
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected %s integer of %zu bits, got %llu",
                              sign, size * 8, (unsigned long long) head->number);
}

void unsync__unpack_into_int(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    struct unsync__head head;
    int64_t value = 0;
    if (next(unpacker, &head)) {
        int64_t most = INT64_MAX >> (64 - size * 8);
        bool negative = head.type == UNSYNC__NEGATIVE;
        if (!negative && head.type != UNSYNC__POSITIVE)
            expected(unpacker, "an integer", &head);
        else if (negative ? head.negative < -most - 1 : head.number > (uint64_t) most)
            out_of_range(unpacker, &head, "a signed", size);
        else
            value = negative ? head.negative : (int64_t) head.number;
    }
    store(into, (uint64_t) value, size);
}

void unsync__unpack_into_uint(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    struct unsync__head head;
    uint64_t value = 0;
    if (next(unpacker, &head)) {
        if (head.type != UNSYNC__POSITIVE && head.type != UNSYNC__NEGATIVE)
            expected(unpacker, "an integer", &head);
        else if (head.type == UNSYNC__NEGATIVE || head.number > UINT64_MAX >> (64 - size * 8))
            out_of_range(unpacker, &head, "an unsigned", size);
        else
            value = head.number;
    }
    store(into, value, size);
}

void unsync__unpack_into_bool(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    struct unsync__head head;
    bool value = false;
    (void) size;
    if (next(unpacker, &head)) {
        if (head.type == UNSYNC__BOOL)
            value = head.number != 0;
        else
            expected(unpacker, "a bool", &head);
    }
    memcpy(into, &value, sizeof value);
}

/* A number of any type; integers are rounded as C does. */
static double unpack_real(struct unsync__unpacker *unpacker)
{
    struct unsync__head head;
    if (!next(unpacker, &head)) return 0;
    switch (head.type) {
    case UNSYNC__REAL: return head.real;
    case UNSYNC__POSITIVE: return (double) head.number;
    case UNSYNC__NEGATIVE: return (double) head.negative;
    default: expected(unpacker, "a number", &head); return 0;
    }
}

void unsync__unpack_into_float(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    double real = unpack_real(unpacker);
    float value = 0;
    (void) size;
    if (isfinite(real) && fabs(real) > (double) __FLT_MAX__)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected a float, got %g", real);
    else
        value = (float) real;
    memcpy(into, &value, sizeof value);
}

void unsync__unpack_into_double(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    double value = unpack_real(unpacker);
    (void) size;
    memcpy(into, &value, sizeof value);
}

const char *unsync__unpack_text(struct unsync__unpacker *unpacker, size_t *len)
{
    struct unsync__head head;
    *len = 0;
    if (!next(unpacker, &head)) return NULL;
    if (head.type != UNSYNC__STRING) {
        expected(unpacker, "a string", &head);
        return NULL;
    }
    *len = (size_t) head.number;
    return (const char *) head.bytes;
}

const void *unsync__unpack_bytes(struct unsync__unpacker *unpacker, size_t *len)
{
    struct unsync__head head;
    *len = 0;
    if (!next(unpacker, &head)) return NULL;
    if (head.type != UNSYNC__BLOCK) {
        expected(unpacker, "a block", &head);
        return NULL;
    }
    *len = (size_t) head.number;
    return head.bytes;
}

/* --- What lies apart -------------------------------------------------------------------------- */

enum { EXT_8 = 0xc7, APART_HEAD = 3 };

/* The next value, if it stands for something of this type. */
static bool is_apart(const struct unsync__unpacker *unpacker, enum unsync__apart type)
{
    const uint8_t *at = unpacker->at;
    if (unpacker->store == NULL || unpacker->code != 0) return false;
    if (unpacker->end - at < (ptrdiff_t) (APART_HEAD + sizeof(struct unsync__spot))) return false;
    return at[0] == EXT_8 && at[1] == sizeof(struct unsync__spot) && at[2] == (int) type;
}

static void *find_apart(struct unsync__unpacker *unpacker, size_t *len)
{
    struct unsync__spot spot;
    memcpy(&spot, unpacker->at + APART_HEAD, sizeof spot);
    unpacker->at += APART_HEAD + sizeof spot;
    count_value(unpacker);
    void *there = unsync__store_at(unpacker->store, &spot);
    *len = spot.len;
    if (there == NULL || spot.len > UNSYNC__TEXT_MAX) {
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "there is no such memory");
        return NULL;
    }
    unpacker->apart += spot.len;
    if (unpacker->apart <= unpacker->store->size) return there;
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "more values lie apart than there is room for");
    return NULL;
}

/* Its memory: where it lies, or a copy. What is not trusted is looked at in the copy only. */
static void *take_apart(struct unsync__unpacker *unpacker, size_t *len)
{
    void *there = find_apart(unpacker, len);
    if (there == NULL || (unpacker->uses_in_place && unpacker->arena != NULL)) return there;
    void *copy = allocate(unpacker, *len);
    return copy == NULL ? NULL : memcpy(copy, there, *len);
}

const void *unsync__unpack_raw(struct unsync__unpacker *unpacker, size_t *len)
{
    *len = 0;
    if (is_apart(unpacker, UNSYNC__APART_BLOCK)) return find_apart(unpacker, len);
    return unsync__unpack_bytes(unpacker, len);
}

static char *string_apart(struct unsync__unpacker *unpacker)
{
    size_t len;
    char *text = take_apart(unpacker, &len);
    if (text == NULL) return NULL;
    if (len > 0 && memchr(text, '\0', len) == text + len - 1) return text;
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected a string, got one that does not end");
    return NULL;
}

static void *block_apart(struct unsync__unpacker *unpacker, size_t count, size_t size)
{
    size_t len, expects;
    void *block = take_apart(unpacker, &len);
    if (block == NULL) return NULL;
    if (!__builtin_mul_overflow(count, size, &expects) && expects == len) return block;
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO,
                          "expected a block of %zu items of %zu bytes, got %zu bytes", count, size,
                          len);
    return NULL;
}

static char *unpack_string(struct unsync__unpacker *unpacker)
{
    size_t len;
    if (unsync__unpack_is_nil(unpacker)) return NULL;
    if (is_apart(unpacker, UNSYNC__APART_STRING)) return string_apart(unpacker);
    const char *text = unsync__unpack_text(unpacker, &len);
    if (text == NULL) return NULL;
    if (memchr(text, '\0', len) != NULL) {
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO,
                              "expected a string, got one with a NUL byte in it");
        return NULL;
    }
    char *copy = allocate(unpacker, len + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void unsync__unpack_into_string(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    char *text = unpack_string(unpacker);
    (void) size;
    memcpy(into, &text, sizeof text);
}

/* In a worker a large block stays in the text, moved down over what has been read to where it is
 * aligned: fresh memory would cost more than the copy. NULL: it is small, or there is no room. */
static void *keep_in_place(struct unsync__unpacker *unpacker, const uint8_t *bytes, size_t len)
{
    uintptr_t place = (uintptr_t) bytes / UNSYNC__ARENA_ALIGN * UNSYNC__ARENA_ALIGN;
    if (unpacker->arena == NULL || len < LARGE || place < unpacker->kept) return NULL;
    unpacker->kept = place + len;
    return memmove((void *) place, bytes, len);
}

void *unsync__unpack_block(struct unsync__unpacker *unpacker, size_t count, size_t size)
{
    struct unsync__head head;
    size_t len = 0;
    if (is_apart(unpacker, UNSYNC__APART_BLOCK)) return block_apart(unpacker, count, size);
    if (!next(unpacker, &head)) return NULL;
    if (head.type == UNSYNC__NIL && count == 0) return NULL;
    if (head.type != UNSYNC__BLOCK)
        expected(unpacker, "a block", &head);
    else if (__builtin_mul_overflow(count, size, &len) || head.number != len)
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO,
                              "expected a block of %zu items of %zu bytes, got %llu bytes", count,
                              size, (unsigned long long) head.number);
    if (unpacker->code != 0) return NULL;
    void *block = keep_in_place(unpacker, head.bytes, len);
    if (block != NULL) return block;
    block = allocate(unpacker, len);
    if (block != NULL) memcpy(block, head.bytes, len);
    return block;
}

/* --- Ownership in a worker -------------------------------------------------------------------- */

void *unsync__unpack_room(struct unsync__unpacker *unpacker, size_t count, size_t size)
{
    bool is_wanted = false;
    size_t len;
    unsync__unpack_into_bool(unpacker, &is_wanted, sizeof is_wanted);
    if (!is_wanted) return NULL;
    if (!__builtin_mul_overflow(count, size, &len) && len <= UNSYNC__TEXT_MAX)
        return unsync__unpack_alloc(unpacker, len);
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "an array of %zu items of %zu bytes is too long",
                          count, size);
    return NULL;
}

void unsync__unpack_owned(struct unsync__unpacker *unpacker, bool is_owned)
{
    if (is_owned) unpacker->other = unpacker->arena;
    unpacker->arena = is_owned ? NULL : unpacker->other;
}

bool unsync__serve_owns(struct unsync__unpacker *arguments, const void *result)
{
    if (arguments->arena == NULL) return false;
    const uint8_t *at = result;
    if (arguments->store != NULL && unsync__store_owns(arguments->store, result)) return true;
    return (at >= arguments->begin && at < arguments->end) ||
           unsync__arena_owns(arguments->arena, result);
}

void unsync__serve_free(struct unsync__unpacker *arguments, void *result, void (*release)(void *))
{
    if (result != NULL && !unsync__serve_owns(arguments, result)) release(result);
}

int unsync__unpack_fd(struct unsync__unpacker *unpacker)
{
    if (unsync__unpack_is_nil(unpacker)) return -1;
    unsync__unpack_uint(unpacker);
    if (unpacker->code != 0) return -1;
    if (unpacker->take_fd != NULL) return unpacker->take_fd();
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "a descriptor that was not handed over");
    return -1;
}
