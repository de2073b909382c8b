/* Alarms with a seed: those of one millisecond in any order, each once, the others in theirs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/loop/loop.h"

enum { ALARMS = 8, ROUNDS = 20 };

static struct unsync__alarm alarms[2 * ALARMS];
static char order[2 * ALARMS + 1];
static bool stop;

static void fire(struct unsync__alarm *alarm)
{
    order[strlen(order)] = (char) ('a' + (alarm - alarms));
    stop = strlen(order) == 2 * ALARMS;
}

static int open_loop(void **state)
{
    (void) state;
    setenv("UNSYNC_CLOCK", "virtual", 1);
    setenv("UNSYNC_SEED", "1", 1);
    return unsync__loop_open(NULL);
}

static int close_loop(void **state)
{
    (void) state;
    unsync__loop_close();
    return 0;
}

/* The letters from `first` on, in whatever order. */
static void assert_any_order(const char *text, char first)
{
    for (int i = 0; i < ALARMS; i++) assert_non_null(memchr(text, first + i, ALARMS));
}

static void alarms_of_one_millisecond_fire_in_any_order(void **state)
{
    unsigned in_order = 0;
    (void) state;
    for (int round = 0; round < ROUNDS; round++) {
        memset(order, 0, sizeof order);
        stop = false;
        for (int i = 0; i < 2 * ALARMS; i++) {
            alarms[i].fire = fire;
            unsync__alarm_start(&alarms[i], i < ALARMS ? 100 : 200);
        }
        unsync__loop_run(&stop);
        assert_any_order(order, 'a');
        assert_any_order(order + ALARMS, 'a' + ALARMS);
        in_order += memcmp(order, "abcdefgh", ALARMS) == 0;
    }
    assert_true(in_order <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alarms_of_one_millisecond_fire_in_any_order),
    };
    return cmocka_run_group_tests(tests, open_loop, close_loop);
}
