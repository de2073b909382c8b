/* pack.c: the packing half of the codec; see pack.h. The buffer doubles; a text that was once large
 * is not kept. Arrays are counted as they fill, so that the depth is known without a call at their
 * end. */
#define _GNU_SOURCE
#include "pack.h"

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

/* What msgpack-c calls; errors stay in the packer. */
static int append(void *data, const char *bytes, size_t len)
{
    struct unsync__packer *packer = data;
    if (packer->code != 0) return -1;
    if (packer->room - packer->len < len && !grow(packer, len)) return -1;
    memcpy(packer->bytes + UNSYNC__PACK_HEAD + packer->len, bytes, len);
    packer->len += len;
    return 0;
}

static struct msgpack_packer writer(struct unsync__packer *packer)
{
    return (struct msgpack_packer){.data = packer, .callback = append};
}

/* A value was packed: it may have been the last one of some arrays. */
static void count_value(struct unsync__packer *packer)
{
    while (packer->depth > 0) {
        if (--packer->open[packer->depth - 1] > 0) return;
        packer->depth--;
    }
}

void unsync__pack_array(struct unsync__packer *packer, size_t count)
{
    if (packer->depth == UNSYNC__VALUE_DEPTH)
        unsync__packer_fail(packer, UNSYNC_EPROTO, "values nest deeper than %d",
                            UNSYNC__VALUE_DEPTH);
    if (count > UINT32_MAX)
        unsync__packer_fail(packer, UNSYNC_EPROTO, "an array of %zu values is too long", count);
    if (packer->code != 0) return;
    msgpack_packer out = writer(packer);
    msgpack_pack_array(&out, count);
    if (count == 0)
        count_value(packer);
    else
        packer->open[packer->depth++] = (uint32_t) count;
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
    void *memory = unsync__store_put(packer->store, packer->lease, len, &spot);
    if (memory == NULL) return false;
    memcpy(memory, data, len);
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

void unsync__pack_block(struct unsync__packer *packer, const void *data, size_t count, size_t size)
{
    size_t len;
    bool is_too_long = __builtin_mul_overflow(count, size, &len);
    if (data != NULL && !is_too_long && put_apart(packer, UNSYNC__APART_BLOCK, data, len)) return;
    if (is_too_long || len > UINT32_MAX) {
        unsync__packer_fail(packer, UNSYNC_EPROTO, "a block of %zu items of %zu bytes is too long",
                            count, size);
        return;
    }
    if (data == NULL && count > 0) {
        unsync__packer_fail(packer, UNSYNC_EPROTO, "a block of %zu items at NULL", count);
        return;
    }
    if (data == NULL) {
        unsync__pack_nil(packer);
        return;
    }
    msgpack_packer out = writer(packer);
    msgpack_pack_bin_with_body(&out, data, len);
    count_value(packer);
}
