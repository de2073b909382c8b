/* pack.c: the packing half of the codec; see pack.h. The buffer doubles; a text that was once large
 * is not kept. Arrays are counted as they fill, so that the depth is known without a call at their
 * end. */
#define _GNU_SOURCE
#include "pack.h"

#include <fcntl.h>
#include <msgpack.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/alloc.h"

enum { ROOM_FIRST = 240, ROOM_KEPT = 1 << 20 };

void unsync__packer_init(struct unsync__packer *packer)
{
    memset(packer, 0, offsetof(struct unsync__packer, open));
}

static void drop_buffer(struct unsync__packer *packer)
{
    unsync__free(packer->bytes);
    packer->bytes = NULL;
    packer->room = 0;
}

void unsync__packer_reset(struct unsync__packer *packer)
{
    if (packer->room > ROOM_KEPT) drop_buffer(packer);
    packer->len = 0;
    packer->code = 0;
    packer->depth = 0;
    packer->handed_count = 0;
}

void unsync__packer_free(struct unsync__packer *packer)
{
    drop_buffer(packer);
    unsync__packer_reset(packer);
}

char *unsync__packer_take(struct unsync__packer *packer, size_t *len)
{
    char *bytes = packer->bytes;
    *len = packer->len;
    packer->bytes = NULL;
    packer->room = 0;
    unsync__packer_reset(packer);
    return bytes;
}

void unsync__packer_fail(struct unsync__packer *packer, int code, const char *format, ...)
{
    if (packer->code != 0) return;
    packer->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(packer->message, sizeof packer->message, format, arguments);
    va_end(arguments);
}

static bool grow(struct unsync__packer *packer, size_t more)
{
    if (more > UNSYNC__TEXT_MAX - packer->len) {
        unsync__packer_fail(packer, UNSYNC_EPROTO, "more than %zu bytes in one call",
                            UNSYNC__TEXT_MAX);
        return false;
    }
    size_t need = packer->len + more;
    size_t room = packer->room == 0 ? ROOM_FIRST : packer->room * 2;
    if (room < need) room = need;
    char *bytes = unsync__realloc(packer->bytes, UNSYNC__PACK_HEAD + room);
    if (bytes == NULL) {
        unsync__packer_fail(packer, UNSYNC_ENOMEM, "no memory to pack %zu bytes", need);
        return false;
    }
    packer->bytes = bytes;
    packer->room = room;
    return true;
}

/* --- The writer ------------------------------------------------------------------------------- */

char *unsync__packer_reserve(struct unsync__packer *packer, size_t len)
{
    if (packer->code != 0) return NULL;
    if (packer->room - packer->len < len && !grow(packer, len)) return NULL;
    char *bytes = packer->bytes + UNSYNC__PACK_HEAD + packer->len;
    packer->len += len;
    return bytes;
}

void unsync__packer_write(struct unsync__packer *packer, const void *bytes, size_t len)
{
    char *room = unsync__packer_reserve(packer, len);
    if (room != NULL) memcpy(room, bytes, len);
}

void unsync__packer_borrow(struct unsync__packer *packer, const void *bytes, size_t len)
{
    unsync__packer_write(packer, bytes, len);
}

/* What msgpack-c calls; errors stay in the packer. */
static int append(void *data, const char *bytes, size_t len)
{
    struct unsync__packer *packer = data;
    unsync__packer_write(packer, bytes, len);
    return packer->code;
}

static struct msgpack_packer writer(struct unsync__packer *packer)
{
    return (struct msgpack_packer){.data = packer, .callback = append};
}

/* --- Values ----------------------------------------------------------------------------------- */

/* A value was packed: it may have been the last one of some arrays. */
static void count_value(struct unsync__packer *packer)
{
    while (packer->depth > 0) {
        if (--packer->open[packer->depth - 1] > 0) return;
        packer->depth--;
    }
}

bool unsync__pack_failed(const struct unsync__packer *packer)
{
    return packer->code != 0;
}

bool unsync__pack_array(struct unsync__packer *packer, size_t count)
{
    if (packer->depth == UNSYNC__VALUE_DEPTH)
        unsync__packer_fail(packer, UNSYNC_EPROTO, "values nest deeper than %d",
                            UNSYNC__VALUE_DEPTH);
    if (count > UINT32_MAX)
        unsync__packer_fail(packer, UNSYNC_EPROTO, "an array of %zu values is too long", count);
    if (packer->code != 0) return false;
    msgpack_packer out = writer(packer);
    msgpack_pack_array(&out, count);
    if (count == 0)
        count_value(packer);
    else
        packer->open[packer->depth++] = (uint32_t) count;
    return packer->code == 0;
}

void unsync__pack_nil(struct unsync__packer *packer)
{
    msgpack_packer out = writer(packer);
    msgpack_pack_nil(&out);
    count_value(packer);
}

void unsync__pack_bool(struct unsync__packer *packer, bool value)
{
    msgpack_packer out = writer(packer);
    if (value)
        msgpack_pack_true(&out);
    else
        msgpack_pack_false(&out);
    count_value(packer);
}

void unsync__pack_int(struct unsync__packer *packer, int64_t value)
{
    msgpack_packer out = writer(packer);
    msgpack_pack_int64(&out, value);
    count_value(packer);
}

void unsync__pack_uint(struct unsync__packer *packer, uint64_t value)
{
    msgpack_packer out = writer(packer);
    msgpack_pack_uint64(&out, value);
    count_value(packer);
}

void unsync__pack_float(struct unsync__packer *packer, float value)
{
    msgpack_packer out = writer(packer);
    msgpack_pack_float(&out, value);
    count_value(packer);
}

void unsync__pack_double(struct unsync__packer *packer, double value)
{
    msgpack_packer out = writer(packer);
    msgpack_pack_double(&out, value);
    count_value(packer);
}

/* True: it lies apart now. */
static bool put_apart(struct unsync__packer *packer, enum unsync__apart type, const void *data,
                      size_t len)
{
    struct unsync__spot spot;
    if (packer->store == NULL || len < UNSYNC__APART_MIN || packer->code != 0) return false;
    if (len > UNSYNC__TEXT_MAX) return false;
    if (!unsync__store_put(packer->store, packer->lease, data, len, &spot)) return false;
    msgpack_packer out = writer(packer);
    msgpack_pack_ext(&out, sizeof spot, (int8_t) type);
    msgpack_pack_ext_body(&out, &spot, sizeof spot);
    count_value(packer);
    return true;
}

void unsync__pack_string(struct unsync__packer *packer, const char *text)
{
    if (text == NULL) {
        unsync__pack_nil(packer);
        return;
    }
    size_t len = strlen(text);
    if (put_apart(packer, UNSYNC__APART_STRING, text, len + 1)) return;
    if (len > UINT32_MAX) {
        unsync__packer_fail(packer, UNSYNC_EPROTO, "a string of %zu bytes is too long", len);
        return;
    }
    msgpack_packer out = writer(packer);
    msgpack_pack_str_with_body(&out, text, len);
    count_value(packer);
}

/* --- Arrays ----------------------------------------------------------------------------------- */

/* False: it is NULL, which was packed as nil, or is an error if it should hold something. */
static bool is_there(struct unsync__packer *packer, const void *data, size_t count)
{
    if (data != NULL) return true;
    if (count > 0)
        unsync__packer_fail(packer, UNSYNC_EPROTO, "an array of %zu items at NULL", count);
    else
        unsync__pack_nil(packer);
    return false;
}

void unsync__pack_block(struct unsync__packer *packer, const void *data, size_t count, size_t size)
{
    size_t len;
    bool is_too_long = __builtin_mul_overflow(count, size, &len);
    if (data != NULL && !is_too_long && put_apart(packer, UNSYNC__APART_BLOCK, data, len)) return;
    if (is_too_long || len > UINT32_MAX) {
        unsync__packer_fail(packer, UNSYNC_EPROTO, "an array of %zu items of %zu bytes is too long",
                            count, size);
        return;
    }
    if (!is_there(packer, data, count)) return;
    msgpack_packer out = writer(packer);
    msgpack_pack_bin(&out, len);
    unsync__packer_borrow(packer, data, len);
    count_value(packer);
}

bool unsync__pack_list(struct unsync__packer *packer, const void *data, size_t count)
{
    return is_there(packer, data, count) && unsync__pack_array(packer, count);
}

void unsync__pack_items(struct unsync__packer *packer, const void *data, size_t count, size_t size,
                        enum unsync__items items)
{
    const char *const *strings = data;
    size_t bytes;
    if (items != UNSYNC__STRINGS)
        unsync__pack_block(packer, data, count, size);
    else if (__builtin_mul_overflow(count, size, &bytes))
        unsync__packer_fail(packer, UNSYNC_EPROTO, "an array of %zu strings is too long", count);
    else if (unsync__pack_list(packer, data, bytes / sizeof *strings))
        for (size_t i = 0; i < bytes / sizeof *strings; i++)
            unsync__pack_string(packer, strings[i]);
}

/* --- Numbers that msgpack has no form for ----------------------------------------------------- */

void unsync__pack_complex(struct unsync__packer *packer, double real, double imaginary)
{
    unsync__pack_array(packer, 2);
    unsync__pack_double(packer, real);
    unsync__pack_double(packer, imaginary);
}

void unsync__pack_wide(struct unsync__packer *packer, const void *number, size_t size)
{
    unsync__pack_block(packer, number, 1, size);
}

/* Whether it is one is found out here, where the task's failure can say it. */
void unsync__pack_fd(struct unsync__packer *packer, int fd)
{
    if (fd < 0)
        unsync__pack_nil(packer);
    else if (fcntl(fd, F_GETFD) < 0)
        unsync__packer_fail(packer, UNSYNC_EINVAL, "the descriptor %d is not open", fd);
    else if (packer->handed_count == UNSYNC__HANDED_MAX)
        unsync__packer_fail(packer, UNSYNC_EINVAL, "more than %d descriptors", UNSYNC__HANDED_MAX);
    else {
        unsync__pack_uint(packer, packer->handed_count);
        packer->handed[packer->handed_count++] = fd;
    }
}
