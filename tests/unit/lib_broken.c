/* The codec: no text, however broken, does harm, and neither does want of memory. */
#include "lib_codec.h"

#include <limits.h>

#include "../../lib/wire/store.h"

static const int64_t numbers[] = {1, -1};

/* --- Errors ----------------------------------------------------------------------------------- */

#define assert_refused(text_of_error, ...)                                                         \
    do {                                                                                           \
        begin();                                                                                   \
        __VA_ARGS__;                                                                               \
        assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);                          \
        assert_string_equal(unpacker.message, text_of_error);                                      \
    } while (0)

static void a_value_of_another_type_or_size_is_refused_by_name(void **state)
{
    (void) state;
    int8_t byte = 1;
    unsigned whole = 1;
    int integer = 1;
    bool truth = true;
    float real = 1;
    char *string = (char *) "x";
    assert_refused("expected a signed integer of 8 bits, got 128", unsync__pack_int(&packer, 128);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, byte));
    assert_int_equal(byte, 0);
    assert_refused("expected a signed integer of 32 bits, got -5000000000",
                   unsync__pack_int(&packer, -5000000000);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, integer));
    assert_refused("expected an unsigned integer of 32 bits, got -1", unsync__pack_int(&packer, -1);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, whole));
    assert_refused("expected a signed integer of 32 bits, got 18446744073709551615",
                   unsync__pack_uint(&packer, UINT64_MAX);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, integer));
    assert_refused("expected an integer, got a number with a fraction",
                   unsync__pack_double(&packer, 1);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, integer));
    assert_refused("expected a bool, got an integer", unsync__pack_int(&packer, 1); reread(NULL);
                   UNSYNC__UNPACK(&unpacker, truth));
    assert_refused("expected a number, got a string", unsync__pack_string(&packer, "1");
                   reread(NULL); UNSYNC__UNPACK(&unpacker, real));
    assert_refused("expected a float, got 1e+300", unsync__pack_double(&packer, 1e300);
                   reread(NULL); UNSYNC__UNPACK(&unpacker, real));
    assert_refused("expected a string, got an array", unsync__pack_array(&packer, 0); reread(NULL);
                   UNSYNC__UNPACK(&unpacker, string));
    assert_null(string);
    assert_refused("expected a block, got a string", unsync__pack_string(&packer, "1");
                   reread(NULL); assert_null(unsync__unpack_block(&unpacker, 1, 1)));
    assert_refused("expected a block of 3 items of 4 bytes, got 8 bytes",
                   unsync__pack_block(&packer, numbers, 2, 4);
                   reread(NULL); assert_null(unsync__unpack_block(&unpacker, 3, 4)));
    assert_refused("expected a block, got nil", unsync__pack_nil(&packer); reread(NULL);
                   assert_null(unsync__unpack_block(&unpacker, 3, 4)));
    assert_refused("expected 2 values, got 3", unsync__pack_array(&packer, 3);
                   for (int i = 0; i < 3; i++) unsync__pack_nil(&packer); reread(NULL);
                   unsync__unpack_array(&unpacker, 2));
    assert_refused("1 bytes after the last value", unsync__pack_nil(&packer);
                   unsync__pack_nil(&packer); reread(NULL);
                   assert_true(unsync__unpack_is_nil(&unpacker)));
}

static void a_block_whose_size_overflows_is_refused(void **state)
{
    (void) state;
    begin();
    unsync__pack_block(&packer, numbers, SIZE_MAX / 2, 4);
    assert_int_equal(packer.code, UNSYNC_EPROTO);
    begin();
    unsync__pack_block(&packer, NULL, 1, 4);
    assert_int_equal(packer.code, UNSYNC_EPROTO);
    assert_string_equal(packer.message, "an array of 1 items at NULL");
    begin();
    unsync__pack_block(&packer, numbers, 1, 8);
    reread(NULL);
    assert_null(unsync__unpack_block(&unpacker, SIZE_MAX / 8 + 2, 8));
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
}

static void a_string_with_a_nul_in_it_is_refused(void **state)
{
    (void) state;
    static const uint8_t broken[] = {0xa3, 'a', 0, 'b'};
    char *string;
    unsync__unpacker_init(&unpacker, broken, sizeof broken, NULL);
    UNSYNC__UNPACK(&unpacker, string);
    assert_null(string);
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
}

static void the_first_error_sticks_and_frees_what_was_made(void **state)
{
    (void) state;
    char *string = NULL;
    int integer = 7;
    begin();
    unsync__pack_string(&packer, "kept by nobody");
    unsync__pack_string(&packer, "no integer");
    unsync__pack_int(&packer, 3);
    reread(NULL);
    UNSYNC__UNPACK(&unpacker, string); /* freed below: LSan and ASan watch */
    UNSYNC__UNPACK(&unpacker, integer);
    UNSYNC__UNPACK(&unpacker, integer);
    assert_int_equal(integer, 0);
    assert_null(unsync__unpack_alloc(&unpacker, 8));
    assert_true(unsync__unpack_failed(&unpacker));
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
    assert_string_equal(unpacker.message, "expected an integer, got a string");
}

static void values_nest_to_a_bound_on_both_sides(void **state)
{
    (void) state;
    begin();
    for (int i = 0; i < UNSYNC__VALUE_DEPTH; i++) unsync__pack_array(&packer, 1);
    unsync__pack_nil(&packer);
    assert_int_equal(packer.code, 0);
    assert_int_equal(packer.depth, 0);
    reread(NULL);
    for (int i = 0; i < UNSYNC__VALUE_DEPTH; i++) unsync__unpack_array(&unpacker, 1);
    assert_true(unsync__unpack_is_nil(&unpacker));
    assert_int_equal(unsync__unpacker_end(&unpacker), 0);
    begin();
    for (int i = 0; i <= UNSYNC__VALUE_DEPTH; i++) unsync__pack_array(&packer, 1);
    assert_int_equal(packer.code, UNSYNC_EPROTO);

    static uint8_t deep[UNSYNC__VALUE_DEPTH * 4];
    memset(deep, 0x91, sizeof deep);
    unsync__unpacker_init(&unpacker, deep, sizeof deep, NULL);
    for (size_t i = 0; i < sizeof deep; i++) unsync__unpack_array(&unpacker, 1);
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
}

static void a_claimed_length_allocates_nothing(void **state)
{
    (void) state;
    static const uint8_t claims[][9] = {{0xdb, 0xff, 0xff, 0xff, 0xff, 'a'},
                                        {0xc6, 0xff, 0xff, 0xff, 0xff, 'a'},
                                        {0xdd, 0xff, 0xff, 0xff, 0xff, 'a'},
                                        {0xda, 0xff, 0xff, 'a'}};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        char *string;
        uint64_t before = unsync__alloc_requests();
        unsync__unpacker_init(&unpacker, claims[i], sizeof claims[i], NULL);
        UNSYNC__UNPACK(&unpacker, string);
        unsync__unpacker_init(&unpacker, claims[i], sizeof claims[i], NULL);
        unsync__unpack_block(&unpacker, UINT32_MAX, 1);
        unsync__unpacker_init(&unpacker, claims[i], sizeof claims[i], NULL);
        unsync__unpack_count(&unpacker, UINT32_MAX);
        assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
        assert_int_equal(unsync__alloc_requests(), before);
    }
}

/* Nested arrays that each claim all the bytes that are left: each would get memory for them. */
static void nested_arrays_claim_no_more_than_the_text_holds(void **state)
{
    (void) state;
    struct claim {
        char bytes[100];
    };
    uint8_t claims[300];
    size_t lists = 0;
    for (size_t i = 0; i < sizeof claims; i += 3) {
        claims[i] = 0xdc; /* an array of 90 */
        claims[i + 1] = 0;
        claims[i + 2] = 90;
    }
    unsync__unpacker_init(&unpacker, claims, sizeof claims, NULL);
    while (unsync__unpack_items(&unpacker, 90, sizeof(struct claim), UNSYNC__VALUES) != NULL)
        lists++;
    assert_int_equal(lists, 3);
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
    assert_string_equal(unpacker.message, "an array of 90 values is too long");
}

/* One long string in the memory of a worker, and many values that all lead to it. */
static void what_lies_apart_is_copied_once(void **state)
{
    (void) state;
    enum { LEN = 100000, TIMES = 50 };
    static char memory[LEN], *strings[TIMES];
    struct unsync__block block = {.memory = (unsigned char *) memory, .size = LEN};
    struct unsync__store store = {.blocks = &block, .count = 1, .room = 1, .size = LEN};
    struct unsync__spot spot = {.len = LEN};
    memset(memory, 'x', LEN - 1);
    for (int times = 1; times <= TIMES; times += TIMES - 1) {
        begin();
        unsync__pack_array(&packer, (size_t) times);
        for (int i = 0; i < times; i++) {
            char head[] = {(char) 0xc7, sizeof spot, UNSYNC__APART_STRING};
            unsync__packer_write(&packer, head, sizeof head);
            unsync__packer_write(&packer, &spot, sizeof spot);
        }
        packer.depth = 0;
        reread(NULL);
        unpacker.store = &store;
        unsync__unpack_array(&unpacker, (size_t) times);
        for (int i = 0; i < times; i++)
            unsync__unpack_into_string(&unpacker, &strings[i], sizeof *strings);
        assert_int_equal(unsync__unpacker_end(&unpacker), times == 1 ? 0 : UNSYNC_EPROTO);
        if (times == 1) free(strings[0]);
    }
    assert_string_equal(unpacker.message, "more values lie apart than there is room for");
}

static void bools_that_are_none_are_refused(void **state)
{
    (void) state;
    bool list[2];
    begin();
    unsync__pack_block(&packer, (char[]){1, 2}, 2, 1);
    reread(NULL);
    assert_null(unsync__unpack_items(&unpacker, 2, 1, UNSYNC__BOOLS));
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
    reread(NULL);
    unsync__unpack_items_into(&unpacker, list, 2, 1, UNSYNC__BOOLS);
    assert_int_equal(unsync__unpacker_end(&unpacker), UNSYNC_EPROTO);
    assert_string_equal(unpacker.message, "expected bools, got a byte of 2");
}

/* Numbers of a broken process may be any. */
static void what_overflows_is_no_length(void **state)
{
    (void) state;
    const long long none = LLONG_MIN;
    assert_int_equal(unsync__length('+', 3, unsync__length('*', 4, -5)), -17);
    assert_int_equal(unsync__length('-', unsync__length('<', 3, 4), unsync__length('>', 9, 1)), 44);
    assert_int_equal(unsync__length('+', unsync__length('/', 7, 2), unsync__length('%', 7, 2)), 4);
    assert_int_equal(unsync__length('+', LLONG_MAX, 1), none);
    assert_int_equal(unsync__length('-', -2, LLONG_MAX), none);
    assert_int_equal(unsync__length('*', LLONG_MAX / 2, 3), none);
    assert_int_equal(unsync__length('/', 1, 0), none);
    assert_int_equal(unsync__length('%', 1, 0), none);
    assert_int_equal(unsync__length('/', LLONG_MIN, -1), none);
    assert_int_equal(unsync__length('<', 1, 63), none);
    assert_int_equal(unsync__length('<', 5, 61), none);
    assert_int_equal(unsync__length('>', 5, -1), none);
    assert_int_equal(unsync__length('+', unsync__length('/', 1, 0), 5), none);
    assert_int_equal(unsync__length('*', 0, unsync__length('/', 1, 0)), none);
}

/* --- A text of all kinds, cut and mangled ----------------------------------------------------- */

struct all {
    int64_t integer;
    uint32_t whole;
    double real;
    float narrow;
    bool truth;
    char *string, *none;
    uint32_t *block;
};

static void pack_all(void)
{
    begin();
    unsync__pack_array(&packer, 2);
    unsync__pack_array(&packer, 5);
    UNSYNC__PACK(&packer, INT64_MIN);
    UNSYNC__PACK(&packer, 70000u);
    UNSYNC__PACK(&packer, 0.1);
    UNSYNC__PACK(&packer, 0.1f);
    UNSYNC__PACK(&packer, (bool) true);
    unsync__pack_array(&packer, 3);
    UNSYNC__PACK(&packer, (const char *) "forty characters are more than thirty-one");
    UNSYNC__PACK(&packer, (const char *) NULL);
    unsync__pack_block(&packer, (uint32_t[]){1, 2, 3}, 3, 4);
}

static int unpack_all(const void *bytes, size_t len, struct all *all, struct unsync__arena *arena)
{
    memset(all, 0, sizeof *all);
    unsync__unpacker_init(&unpacker, bytes, len, arena);
    unsync__unpack_array(&unpacker, 2);
    unsync__unpack_array(&unpacker, 5);
    UNSYNC__UNPACK(&unpacker, all->integer);
    UNSYNC__UNPACK(&unpacker, all->whole);
    UNSYNC__UNPACK(&unpacker, all->real);
    UNSYNC__UNPACK(&unpacker, all->narrow);
    UNSYNC__UNPACK(&unpacker, all->truth);
    unsync__unpack_array(&unpacker, 3);
    UNSYNC__UNPACK(&unpacker, all->string);
    UNSYNC__UNPACK(&unpacker, all->none);
    all->block = unsync__unpack_block(&unpacker, 3, 4);
    return unsync__unpacker_end(&unpacker);
}

static void free_all(struct all *all)
{
    free(all->string);
    free(all->none);
    free(all->block);
}

static void a_text_cut_at_any_byte_is_refused(void **state)
{
    (void) state;
    struct all all;
    pack_all();
    reread(NULL);
    assert_int_equal(unpack_all(copied, packer.len, &all, NULL), 0);
    assert_int_equal(all.whole, 70000);
    assert_string_equal(all.string, "forty characters are more than thirty-one");
    assert_int_equal(all.block[2], 3);
    free_all(&all);
    for (size_t len = 0; len < packer.len; len++) {
        uint8_t *part = malloc(len == 0 ? 1 : len);
        memcpy(part, text(), len);
        assert_int_equal(unpack_all(part, len, &all, NULL), UNSYNC_EPROTO);
        free(part);
    }
}

static uint64_t seed = 20240229;
static uint32_t dice(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t) (seed >> 33);
}

static void random_bytes_do_no_harm(void **state)
{
    (void) state;
    struct all all;
    struct unsync__arena arena = {0};
    unsigned refused = 0;
    pack_all();
    for (int turn = 0; turn < 60000; turn++) {
        size_t len = turn % 2 ? packer.len : dice() % 64;
        uint8_t *mangled = malloc(len + 1);
        for (size_t i = 0; i < len; i++) mangled[i] = turn % 2 ? text()[i] : (uint8_t) dice();
        for (int changes = turn % 2 ? 1 + (int) (dice() % 3) : 0; changes > 0; changes--)
            mangled[dice() % len] = (uint8_t) dice();
        mangled = realloc(mangled, len == 0 ? 1 : len);
        struct unsync__arena *where = turn % 3 == 0 ? &arena : NULL;
        if (unpack_all(mangled, len, &all, where) != 0)
            refused++;
        else if (where == NULL)
            free_all(&all);
        unsync__arena_reset(&arena);
        free(mangled);
    }
    unsync__arena_free(&arena);
    assert_in_range(refused, 35000, 59999); /* the rest: harmless changes of numbers and letters */
}

/* --- Memory ----------------------------------------------------------------------------------- */

static void without_memory_an_error_and_no_leak(void **state)
{
    (void) state;
    struct all all;
    unsync__packer_free(&packer);
    int64_t before = unsync__alloc_live();
    for (unsigned at = 1; at < 20; at++) {
        struct unsync__packer hungry;
        unsync__packer_init(&hungry);
        unsync__alloc_fail_at(at);
        for (int i = 0; i < 2000; i++) UNSYNC__PACK(&hungry, (const char *) "a little longer");
        unsync__alloc_fail_at(0);
        assert_int_equal(hungry.code, at <= 9 ? UNSYNC_ENOMEM : 0); /* 240 bytes doubled to 61440 */
        unsync__packer_free(&hungry);
    }
    pack_all();
    for (unsigned at = 1; at < 4; at++) { /* the list of blocks, the string, the block */
        unsync__alloc_fail_at(at);
        assert_int_equal(unpack_all(text(), packer.len, &all, NULL), UNSYNC_ENOMEM);
    }
    unsync__alloc_fail_at(0);
    unsync__packer_free(&packer);
    assert_int_equal(unsync__alloc_live(), before);
}

static void a_large_text_is_handed_over_whole(void **state)
{
    (void) state;
    size_t len, count = 3000000;
    uint32_t *list = calloc(count, sizeof *list);
    for (size_t i = 0; i < count; i++) list[i] = (uint32_t) i;
    begin();
    unsync__pack_int(&packer, 1);
    unsync__pack_block(&packer, list, count, sizeof *list);
    char *bytes = unsync__packer_take(&packer, &len);
    assert_null(packer.bytes);
    unsync__unpacker_init(&unpacker, bytes + UNSYNC__PACK_HEAD, len, NULL);
    assert_int_equal(unsync__unpack_int(&unpacker), 1);
    uint32_t *back = unsync__unpack_block(&unpacker, count, sizeof *back);
    assert_int_equal(unsync__unpacker_end(&unpacker), 0);
    assert_memory_equal(back, list, count * sizeof *list);
    unsync__free(bytes);
    free(back);
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_of_another_type_or_size_is_refused_by_name),
        cmocka_unit_test(a_block_whose_size_overflows_is_refused),
        cmocka_unit_test(a_string_with_a_nul_in_it_is_refused),
        cmocka_unit_test(the_first_error_sticks_and_frees_what_was_made),
        cmocka_unit_test(values_nest_to_a_bound_on_both_sides),
        cmocka_unit_test(a_claimed_length_allocates_nothing),
        cmocka_unit_test(nested_arrays_claim_no_more_than_the_text_holds),
        cmocka_unit_test(what_lies_apart_is_copied_once),
        cmocka_unit_test(bools_that_are_none_are_refused),
        cmocka_unit_test(what_overflows_is_no_length),
        cmocka_unit_test(a_text_cut_at_any_byte_is_refused),
        cmocka_unit_test(random_bytes_do_no_harm),
        cmocka_unit_test(without_memory_an_error_and_no_leak),
        cmocka_unit_test(a_large_text_is_handed_over_whole),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
