/* unpack_items.c: arrays, and numbers that msgpack has no form for; a part of unpack.h. A block is
 * copied and then looked at; of strings and other values first the count is taken,
 * which the text must have room for, then the memory. */
#define _GNU_SOURCE
#include <string.h>

#include "pack.h"
#include "unpack.h"

/* --- Blocks ----------------------------------------------------------------------------------- */

/* UBSan, and a switch, rely on bools being 0 or 1. */
static bool are_bools(struct unsync__unpacker *unpacker, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        if (at[i] > 1) {
            unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "expected bools, got a byte of %d",
                                  at[i]);
            return false;
        }
    return true;
}

/* The bytes of so many items, where they lie, to be copied; NULL after an error. */
static const void *look(struct unsync__unpacker *unpacker, size_t count, size_t size)
{
    size_t len, got;
    const void *bytes = unsync__unpack_raw(unpacker, &got);
    if (bytes == NULL) return NULL;
    if (!__builtin_mul_overflow(count, size, &len) && got == len) return bytes;
    unsync__unpacker_fail(unpacker, UNSYNC_EPROTO,
                          "expected a block of %zu items of %zu bytes, got %zu bytes", count, size,
                          got);
    return NULL;
}

/* False, and zero: they were not what they should be. */
static bool copy(struct unsync__unpacker *unpacker, void *into, const void *bytes, size_t len,
                 enum unsync__items items)
{
    memcpy(into, bytes, len);
    if (items != UNSYNC__BOOLS || are_bools(unpacker, into, len)) return true;
    memset(into, 0, len);
    return false;
}

/* --- Strings and other values ----------------------------------------------------------------- */

/* The head of an array of so many values; false after an error. */
static bool open_list(struct unsync__unpacker *unpacker, size_t count, size_t size, size_t *len)
{
    if (__builtin_mul_overflow(count, size, len))
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "an array of %zu items is too long", count);
    else
        unsync__unpack_array(unpacker, count);
    return !unsync__unpack_failed(unpacker);
}

static void read_strings(struct unsync__unpacker *unpacker, char **strings, size_t count)
{
    for (size_t i = 0; i < count && !unsync__unpack_failed(unpacker); i++)
        unsync__unpack_into_string(unpacker, &strings[i], sizeof *strings);
}

/* Strings count one by one, however the type groups them. */
static void count_strings(size_t *count, size_t *size)
{
    if (*size <= sizeof(char *) || __builtin_mul_overflow(*count, *size / sizeof(char *), count))
        return;
    *size = sizeof(char *);
}

void *unsync__unpack_items(struct unsync__unpacker *unpacker, size_t count, size_t size,
                           enum unsync__items items)
{
    size_t len;
    if (items == UNSYNC__NUMBERS || items == UNSYNC__BOOLS) {
        void *block = unsync__unpack_block(unpacker, count, size);
        if (block == NULL || items == UNSYNC__NUMBERS) return block;
        return are_bools(unpacker, block, count * size) ? block : NULL;
    }
    if (count == 0 && unsync__unpack_is_nil(unpacker)) return NULL;
    if (items == UNSYNC__STRINGS) count_strings(&count, &size);
    if (!open_list(unpacker, count, size, &len)) return NULL;
    void *list = unsync__unpack_alloc(unpacker, len);
    if (list != NULL && items == UNSYNC__STRINGS) read_strings(unpacker, list, count);
    return list;
}

void unsync__unpack_items_into(struct unsync__unpacker *unpacker, void *into, size_t count,
                               size_t size, enum unsync__items items)
{
    size_t len;
    if (items == UNSYNC__STRINGS) {
        count_strings(&count, &size);
        if (open_list(unpacker, count, size, &len)) read_strings(unpacker, into, count);
        return;
    }
    const void *bytes = look(unpacker, count, size);
    if (bytes != NULL) copy(unpacker, into, bytes, count * size, items);
}

/* --- An open array ---------------------------------------------------------------------------- */

void *unsync__unpack_tail(struct unsync__unpacker *unpacker, const void *head, size_t head_size,
                          size_t offset, size_t count, size_t size, enum unsync__items items)
{
    const void *bytes = NULL;
    size_t len, room;
    if (items == UNSYNC__NUMBERS || items == UNSYNC__BOOLS) {
        bytes = look(unpacker, count, size);
        len = count * size;
        if (bytes == NULL) return NULL;
    } else {
        if (items == UNSYNC__STRINGS) count_strings(&count, &size);
        if (!open_list(unpacker, count, size, &len)) return NULL;
    }
    if (__builtin_add_overflow(offset, len, &room)) {
        unsync__unpacker_fail(unpacker, UNSYNC_EPROTO, "an array of %zu items is too long", count);
        return NULL;
    }
    char *all = unsync__unpack_alloc(unpacker, room < head_size ? head_size : room);
    if (all == NULL) return NULL;
    memcpy(all, head, head_size);
    if (bytes != NULL)
        return copy(unpacker, all + offset, bytes, len, items) ? all : NULL;
    if (items == UNSYNC__STRINGS)
        read_strings(unpacker, (char **) (void *) (all + offset), count);
    return all;
}

/* --- Numbers that msgpack has no form for ----------------------------------------------------- */

static void unpack_wide(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    unsync__unpack_items_into(unpacker, into, 1, size, UNSYNC__NUMBERS);
}

void unsync__unpack_into__long_double(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    unpack_wide(unpacker, into, size);
}

void unsync__unpack_into__int128(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    unpack_wide(unpacker, into, size);
}

void unsync__unpack_into__uint128(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    unpack_wide(unpacker, into, size);
}

typedef void read_half(struct unsync__unpacker *unpacker, void *into, size_t size);

/* The real part lies before the imaginary one. */
static void read_halves(struct unsync__unpacker *unpacker, void *into, size_t size, read_half *read)
{
    unsync__unpack_array(unpacker, 2);
    read(unpacker, into, size / 2);
    read(unpacker, (char *) into + size / 2, size / 2);
}

void unsync__unpack_into__complex_float(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    read_halves(unpacker, into, size, unsync__unpack_into_float);
}

void unsync__unpack_into__complex_double(struct unsync__unpacker *unpacker, void *into, size_t size)
{
    read_halves(unpacker, into, size, unsync__unpack_into_double);
}

void unsync__unpack_into__complex_long_double(struct unsync__unpacker *unpacker, void *into,
                                              size_t size)
{
    read_halves(unpacker, into, size, unsync__unpack_into__long_double);
}

/* --- What a function wrote -------------------------------------------------------------------- */

void unsync__commit(void *to, void *from, size_t size)
{
    memcpy(to, from, size);
    unsync__free_memory(from);
}
