/* lib_codec.h: a packer and an unpacker, for the tests of the codec. */
#ifndef UNSYNC_TESTS_LIB_CODEC_H
#define UNSYNC_TESTS_LIB_CODEC_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <msgpack.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/base/alloc.h"
#include "../../lib/wire/pack.h"
#include "../../lib/wire/unpack.h"

static struct unsync__packer packer;
static struct unsync__unpacker unpacker;

static const uint8_t *text(void)
{
    return (const uint8_t *) packer.bytes + UNSYNC__PACK_HEAD;
}

static void begin(void)
{
    unsync__packer_reset(&packer);
}

/* Reads what was packed, from a copy of exactly its size, so that ASan sees a byte too many. */
static uint8_t *copied;
static void reread(struct unsync__arena *arena)
{
    free(copied);
    copied = malloc(packer.len + 1);
    memcpy(copied, text(), packer.len);
    copied = realloc(copied, packer.len == 0 ? 1 : packer.len);
    unsync__unpacker_init(&unpacker, copied, packer.len, arena);
}

static int setup(void **state)
{
    (void) state;
    unsync__packer_init(&packer);
    return 0;
}

static int teardown(void **state)
{
    (void) state;
    unsync__packer_free(&packer);
    free(copied);
    copied = NULL;
    return 0;
}

#define assert_text(...)                                                                           \
    do {                                                                                           \
        static const uint8_t wanted[] = {__VA_ARGS__};                                             \
        assert_int_equal(packer.code, 0);                                                          \
        assert_int_equal(packer.len, sizeof wanted);                                               \
        assert_memory_equal(text(), wanted, sizeof wanted);                                        \
    } while (0)

#endif
