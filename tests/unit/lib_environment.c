/* What the library reads of the environment, and that it reads nothing with privileges of its own:
 * every variable is asked for by secure_getenv, which this program answers itself. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/base/environment.h"
#include "../../lib/core/seed.h"
#include "../../lib/loop/clock.h"

static const char *value;

char *secure_getenv(const char *name)
{
    return strncmp(name, "UNSYNC_", 7) == 0 ? (char *) value : NULL;
}

static long number(const char *text)
{
    value = text;
    return unsync__environment_number("UNSYNC_TEST", 1, 100, 42);
}

static void a_number_has_its_range(void **state)
{
    (void) state;
    assert_int_equal(number("1"), 1);
    assert_int_equal(number("100"), 100);
    assert_int_equal(number(""), 42);
    assert_int_equal(number("0"), 42);
    assert_int_equal(number("101"), 42);
    assert_int_equal(number("7x"), 42);
    assert_int_equal(number("99999999999999999999"), 42);
}

static void with_privileges_nothing_counts(void **state)
{
    (void) state;
    value = NULL; /* as secure_getenv says under AT_SECURE */
    setenv("UNSYNC_CLOCK", "virtual", 1);
    setenv("UNSYNC_SEED", "1", 1);
    setenv("UNSYNC_TEST", "7", 1);
    unsync__clock_open();
    unsync__seed_open();
    assert_false(unsync__clock_is_virtual);
    assert_false(unsync__seeded);
    assert_int_equal(unsync__environment_number("UNSYNC_TEST", 1, 100, 42), 42);
}

static void what_makes_no_sense_is_not_used(void **state)
{
    (void) state;
    value = "perhaps";
    unsync__clock_open();
    unsync__seed_open();
    assert_false(unsync__clock_is_virtual);
    assert_false(unsync__seeded);
    value = "-1";
    unsync__seed_open();
    assert_false(unsync__seeded);
    value = "18446744073709551616";
    unsync__seed_open();
    assert_false(unsync__seeded);
    value = "18446744073709551615";
    unsync__seed_open();
    assert_true(unsync__seeded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_its_range),
        cmocka_unit_test(with_privileges_nothing_counts),
        cmocka_unit_test(what_makes_no_sense_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
