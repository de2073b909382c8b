/* The codec: its bytes are msgpack's, and every value comes back. */
#include "lib_codec.h"

#include <float.h>
#include <limits.h>
#include <math.h>

/* --- The bytes are msgpack's ------------------------------------------------------------------ */

static void integers_take_the_smallest_form(void **state)
{
    (void) state;
    begin();
    UNSYNC__PACK(&packer, 0);
    UNSYNC__PACK(&packer, 127);
    UNSYNC__PACK(&packer, -1);
    UNSYNC__PACK(&packer, -32);
    assert_text(0x00, 0x7f, 0xff, 0xe0);
    begin();
    UNSYNC__PACK(&packer, (uint8_t) 200);
    UNSYNC__PACK(&packer, (short) -129);
    UNSYNC__PACK(&packer, 65536u);
    assert_text(0xcc, 200, 0xd1, 0xff, 0x7f, 0xce, 0, 1, 0, 0);
    begin();
    UNSYNC__PACK(&packer, UINT64_MAX);
    UNSYNC__PACK(&packer, INT64_MIN);
    assert_text(0xcf, 255, 255, 255, 255, 255, 255, 255, 255, 0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0);
}

static void other_values_are_plain_msgpack(void **state)
{
    (void) state;
    begin();
    unsync__pack_array(&packer, 6);
    UNSYNC__PACK(&packer, (bool) true);
    UNSYNC__PACK(&packer, (bool) false);
    unsync__pack_nil(&packer);
    UNSYNC__PACK(&packer, 1.5f);
    UNSYNC__PACK(&packer, -2.0);
    UNSYNC__PACK(&packer, (const char *) "hej");
    assert_text(0x96, 0xc3, 0xc2, 0xc0, 0xca, 0x3f, 0xc0, 0, 0, 0xcb, 0xc0, 0, 0, 0, 0, 0, 0, 0,
                0xa3, 'h', 'e', 'j');
    assert_int_equal(packer.depth, 0);
    begin();
    unsync__pack_block(&packer, (uint16_t[]){1, 2}, 2, 2);
    unsync__pack_block(&packer, NULL, 0, 8);
    UNSYNC__PACK(&packer, (char *) NULL);
    assert_text(0xc4, 4, 1, 0, 2, 0, 0xc0, 0xc0);
}

/* msgpack-c's own reader understands what we write. */
static void msgpack_reads_what_we_write(void **state)
{
    (void) state;
    char *line = malloc(70001);
    memset(line, 'x', 70000);
    line[70000] = '\0';
    begin();
    unsync__pack_array(&packer, 40);
    for (int i = 0; i < 40; i++) {
        if (i == 20)
            UNSYNC__PACK(&packer, line);
        else if (i == 21)
            unsync__pack_block(&packer, line, 300, 100);
        else
            UNSYNC__PACK(&packer, i * i * i * i - 100000);
    }
    msgpack_unpacked result;
    msgpack_unpacked_init(&result);
    size_t at = 0;
    assert_int_equal(msgpack_unpack_next(&result, (const char *) text(), packer.len, &at),
                     MSGPACK_UNPACK_SUCCESS);
    assert_int_equal(at, packer.len);
    assert_int_equal(result.data.type, MSGPACK_OBJECT_ARRAY);
    assert_int_equal(result.data.via.array.size, 40);
    const msgpack_object *values = result.data.via.array.ptr;
    for (int i = 0; i < 40; i++)
        if (i == 20)
            assert_int_equal(values[i].via.str.size, 70000);
        else if (i == 21)
            assert_int_equal(values[i].via.bin.size, 30000);
        else
            assert_int_equal((int) values[i].via.i64, i * i * i * i - 100000);
    msgpack_unpacked_destroy(&result);
    free(line);
}

/* --- What was packed comes back --------------------------------------------------------------- */

static const int64_t numbers[] = {0,          1,        -1,        31,        -32,
                                  -33,        127,      128,       -128,      -129,
                                  255,        256,      32767,     32768,     -32768,
                                  -32769,     65535,    65536,     INT32_MAX, INT32_MIN,
                                  UINT32_MAX, 1l << 32, INT64_MAX, INT64_MIN, -(1l << 31) - 1,
                                  (1l << 31)};

#define round_trip(T, value)                                                                       \
    do {                                                                                           \
        T in = (T) (value), out = (T) 42;                                                          \
        begin();                                                                                   \
        UNSYNC__PACK(&packer, in);                                                                 \
        reread(NULL);                                                                              \
        UNSYNC__UNPACK(&unpacker, out);                                                            \
        assert_int_equal(unsync__unpacker_end(&unpacker), 0);                                      \
        assert_memory_equal(&in, &out, sizeof in);                                                 \
    } while (0)

enum small { LEAST = -3, MOST = 1000 };
typedef unsigned short word;

static void numbers_of_every_type_come_back(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        round_trip(int8_t, numbers[i]);
        round_trip(uint8_t, numbers[i]);
        round_trip(short, numbers[i]);
        round_trip(word, numbers[i]);
        round_trip(int, numbers[i]);
        round_trip(unsigned, numbers[i]);
        round_trip(long, numbers[i]);
        round_trip(unsigned long long, numbers[i]);
        round_trip(char, numbers[i]);
        round_trip(double, numbers[i]);
        round_trip(float, numbers[i]);
        round_trip(bool, numbers[i]);
    }
    round_trip(enum small, LEAST);
    round_trip(enum small, MOST);
    round_trip(double, DBL_MIN / 8);
    round_trip(double, -INFINITY);
    round_trip(double, NAN);
    round_trip(float, NAN);
    round_trip(float, FLT_MAX);
    round_trip(double, DBL_MAX);
}

static void strings_and_blocks_come_back_in_memory_of_their_own(void **state)
{
    (void) state;
    double list[5] = {1, 2, 3, 4, 5};
    char *name = NULL, *none = (char *) "x";
    begin();
    UNSYNC__PACK(&packer, (const char *) "a name");
    UNSYNC__PACK(&packer, (const char *) NULL);
    unsync__pack_block(&packer, list, 5, sizeof *list);
    unsync__pack_block(&packer, list, 0, sizeof *list);
    unsync__pack_block(&packer, NULL, 0, sizeof *list);
    reread(NULL);
    UNSYNC__UNPACK(&unpacker, name);
    UNSYNC__UNPACK(&unpacker, none);
    double *back = unsync__unpack_block(&unpacker, 5, sizeof *back);
    double *empty = unsync__unpack_block(&unpacker, 0, sizeof *back);
    double *null = unsync__unpack_block(&unpacker, 0, sizeof *back);
    assert_int_equal(unsync__unpacker_end(&unpacker), 0);
    assert_string_equal(name, "a name");
    assert_null(none);
    assert_memory_equal(back, list, sizeof list);
    assert_non_null(empty);
    assert_null(null);
    free(name);
    free(back);
    free(empty);
}

static void in_a_worker_memory_is_the_arenas(void **state)
{
    (void) state;
    struct unsync__arena arena = {0};
    begin();
    for (int i = 0; i < 1000; i++) {
        unsync__pack_string(&packer, "a string of some length");
        unsync__pack_block(&packer, numbers, 3, sizeof *numbers);
    }
    for (int turn = 0; turn < 3; turn++) {
        reread(&arena);
        for (int i = 0; i < 1000; i++) {
            char *string;
            UNSYNC__UNPACK(&unpacker, string);
            int64_t *block = unsync__unpack_block(&unpacker, 3, sizeof *block);
            int64_t *record = unsync__unpack_alloc(&unpacker, 40);
            assert_string_equal(string, "a string of some length");
            assert_memory_equal(block, numbers, 24);
            assert_int_equal((uintptr_t) block % 16, 0);
            assert_int_equal(record[4], 0);
            assert_true(unsync__serve_owns(&unpacker, string));
            assert_true(unsync__serve_owns(&unpacker, (char *) block + 23));
        }
        assert_int_equal(unsync__unpacker_end(&unpacker), 0);
        unsync__arena_reset(&arena);
    }
    void *mine = malloc(8);
    assert_false(unsync__serve_owns(&unpacker, mine));
    assert_false(unsync__serve_owns(&unpacker, NULL));
    unsync__serve_free(&unpacker, mine, free);
    unsync__serve_free(&unpacker, NULL, free);
    unsync__arena_free(&arena);
}

/* Side by side, at every distance to an aligned place: none may run into another. */
static void large_blocks_in_a_worker_stay_in_the_text(void **state)
{
    (void) state;
    enum { BYTES = 100000, BLOCKS = 6 };
    struct unsync__arena arena = {0};
    uint8_t *bytes = malloc(BYTES + BLOCKS + 7), *blocks[BLOCKS];
    for (int i = 0; i < BYTES + BLOCKS + 7; i++) bytes[i] = (uint8_t) (i * 31 % 251);
    for (int before = 0; before < 20; before++) {
        unsigned in_place = 0;
        begin();
        for (int i = 0; i < before; i++) unsync__pack_nil(&packer);
        for (int i = 0; i < BLOCKS; i++)
            unsync__pack_block(&packer, bytes + i, (size_t) (BYTES + before % 7), 1);
        reread(&arena);
        for (int i = 0; i < before; i++) assert_true(unsync__unpack_is_nil(&unpacker));
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = unsync__unpack_block(&unpacker, (size_t) (BYTES + before % 7), 1);
            assert_int_equal((uintptr_t) blocks[i] % 16, 0);
            assert_true(unsync__serve_owns(&unpacker, blocks[i] + 5));
            in_place += blocks[i] >= copied && blocks[i] < copied + packer.len;
        }
        assert_int_equal(unsync__unpacker_end(&unpacker), 0);
        for (int i = 0; i < BLOCKS; i++) assert_memory_equal(blocks[i], bytes + i, BYTES);
        assert_true(in_place >= 1);
        unsync__arena_reset(&arena);
    }
    unsync__arena_free(&arena);
    free(bytes);
}

/* Each value that msgpack-c can write is read alike by both. */
static void we_read_what_msgpack_writes(void **state)
{
    (void) state;
    msgpack_sbuffer buffer;
    msgpack_sbuffer_init(&buffer);
    msgpack_packer theirs;
    msgpack_packer_init(&theirs, &buffer, msgpack_sbuffer_write);
    size_t count = sizeof numbers / sizeof *numbers;
    for (size_t i = 0; i < count; i++) {
        msgpack_pack_int64(&theirs, numbers[i]);
        msgpack_pack_fix_int64(&theirs, numbers[i]);
        msgpack_pack_fix_int32(&theirs, (int32_t) numbers[i]);
        msgpack_pack_fix_int16(&theirs, (int16_t) numbers[i]);
        msgpack_pack_fix_int8(&theirs, (int8_t) numbers[i]);
        msgpack_pack_double(&theirs, (double) numbers[i]);
    }
    unsync__unpacker_init(&unpacker, buffer.data, buffer.size, NULL);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(unsync__unpack_int(&unpacker), numbers[i]);
        assert_int_equal(unsync__unpack_int(&unpacker), numbers[i]);
        assert_int_equal(unsync__unpack_int(&unpacker), (int32_t) numbers[i]);
        assert_int_equal(unsync__unpack_int(&unpacker), (int16_t) numbers[i]);
        assert_int_equal(unsync__unpack_int(&unpacker), (int8_t) numbers[i]);
        double real;
        UNSYNC__UNPACK(&unpacker, real);
        assert_true(real == (double) numbers[i]);
    }
    assert_int_equal(unsync__unpacker_end(&unpacker), 0);
    msgpack_sbuffer_destroy(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_take_the_smallest_form),
        cmocka_unit_test(other_values_are_plain_msgpack),
        cmocka_unit_test(msgpack_reads_what_we_write),
        cmocka_unit_test(numbers_of_every_type_come_back),
        cmocka_unit_test(strings_and_blocks_come_back_in_memory_of_their_own),
        cmocka_unit_test(in_a_worker_memory_is_the_arenas),
        cmocka_unit_test(large_blocks_in_a_worker_stay_in_the_text),
        cmocka_unit_test(we_read_what_msgpack_writes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
