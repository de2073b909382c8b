/* Failures: what they say, how they move, and that they need no memory to be right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/base/alloc.h"
#include "../../lib/core/failure.h"

static const struct unsync__kind kind = {.name = "parent", .file = "p.uc", .line = 3};
static const struct unsync__kind kind_child = {.name = "child", .file = "c.uc", .line = 9};

static void says_code_message_and_place(void **state)
{
    (void) state;
    struct unsync__task task = {.kind = &kind};
    unsync__failure_set(&task, "p.uc", 14, -7, "bad %d", 42);
    assert_true(task.flags & UNSYNC__FAILED);
    assert_int_equal(task.failure->code, -7);
    assert_string_equal(task.failure->message, "bad 42");
    assert_int_equal(task.failure->trace_count, 1);
    assert_string_equal(task.failure->trace[0].function, "parent");
    assert_int_equal(task.failure->trace[0].line, 14);
    unsync__failure_clear(&task);
    assert_false(task.flags & UNSYNC__FAILED);
}

static void an_await_moves_it_and_adds_its_place(void **state)
{
    (void) state;
    struct unsync__task task = {.kind = &kind}, child = {.kind = &kind_child};
    unsync__failure_set(&child, NULL, 0, -7, "bad");
    unsync__failure_move(&task, &child, "p.uc", 20);
    assert_false(child.flags & UNSYNC__FAILED);
    assert_int_equal(task.failure->trace_count, 2);
    assert_string_equal(task.failure->trace[0].function, "child");
    assert_int_equal(task.failure->trace[0].line, 9);
    assert_string_equal(task.failure->trace[1].function, "parent");
    assert_int_equal(task.failure->trace[1].line, 20);
    unsync__failure_clear(&task);
}

static void a_copy_outlives_the_original(void **state)
{
    (void) state;
    struct unsync__task task = {.kind = &kind}, child = {.kind = &kind_child};
    unsync__failure_set(&child, "c.uc", 1, -7, "bad");
    unsync__failure_copy(&task, &child);
    unsync__failure_clear(&child);
    assert_string_equal(task.failure->message, "bad");
    assert_string_equal(task.failure->trace[0].file, "c.uc");
    unsync__failure_clear(&task);
}

static void the_trace_is_bounded_and_counts_the_rest(void **state)
{
    (void) state;
    struct unsync__task task = {.kind = &kind};
    unsync__failure_set(&task, "p.uc", 1, -7, "deep");
    for (int i = 0; i < 100000; i++) unsync__failure_add_place(&task, "f", "f.uc", i, true);
    assert_true(task.failure->trace_count < 1000);
    assert_int_equal(task.failure->trace_count + task.failure->trace_omitted, 100001);
    unsync__failure_clear(&task);
}

/* Whichever request fails, the code is right and nothing leaks. */
static void without_memory_the_code_is_still_right(void **state)
{
    (void) state;
    static const int codes[] = {UNSYNC_ECANCELED, UNSYNC_ETIMEDOUT, UNSYNC_ECRASHED, UNSYNC_EPROTO,
                                UNSYNC_ENOWORKER};
    int64_t live = unsync__alloc_live();
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++)
        for (uint64_t request = 1; request < 12; request++) {
            struct unsync__task task = {.kind = &kind}, child = {.kind = &kind_child};
            unsync__alloc_fail_at(request);
            unsync__failure_set(&child, "c.uc", 1, codes[c], "some text");
            for (int i = 0; i < 8; i++) unsync__failure_add_place(&child, "f", "f.uc", i, true);
            unsync__failure_copy(&task, &child);
            unsync__failure_clear(&task);
            unsync__failure_move(&task, &child, "p.uc", 2);
            unsync__alloc_fail_at(0);
            assert_int_equal(task.failure->code, codes[c]);
            assert_non_null(task.failure->message);
            unsync__failure_clear(&task);
        }
    assert_int_equal(unsync__alloc_live(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_code_message_and_place),
        cmocka_unit_test(an_await_moves_it_and_adds_its_place),
        cmocka_unit_test(a_copy_outlives_the_original),
        cmocka_unit_test(the_trace_is_bounded_and_counts_the_rest),
        cmocka_unit_test(without_memory_the_code_is_still_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
