/* The timing wheel against a plain list, under random adds, removes and advances. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "../../lib/loop/wheel.h"

enum { TIMERS = 300 };

static uint64_t seed;

static uint64_t random_below(uint64_t bound)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % bound;
}

/* Delays of every level, also across the edges of levels and past the range of the wheel. */
static uint64_t some_delay(void)
{
    unsigned bits = (unsigned) random_below(46);
    return ((uint64_t) 1 << bits) + random_below(3);
}

struct model {
    struct unsync__timer timers[TIMERS];
    bool armed[TIMERS];
};

static void check_advance(struct unsync__wheel *wheel, struct model *model, uint64_t now)
{
    struct unsync__timer *fired = unsync__wheel_advance(wheel, now);
    uint64_t before = 0;
    for (; fired != NULL; fired = fired->next) {
        size_t index = (size_t) (fired - model->timers);
        assert_true(index < TIMERS && model->armed[index]);
        assert_true(fired->due <= now);
        assert_true(fired->due >= before || fired->due <= wheel->now);
        assert_null(fired->back);
        before = fired->due;
        model->armed[index] = false;
    }
    for (size_t i = 0; i < TIMERS; i++)
        assert_false(model->armed[i] && model->timers[i].due <= now);
}

static void check_next(struct unsync__wheel *wheel, struct model *model)
{
    uint64_t tick, least = UINT64_MAX;
    for (size_t i = 0; i < TIMERS; i++)
        if (model->armed[i] && model->timers[i].due < least) least = model->timers[i].due;
    bool some = unsync__wheel_next(wheel, &tick);
    assert_int_equal(some, least != UINT64_MAX);
    if (some) assert_true(tick <= least || tick == wheel->now + 1);
}

static void fires_each_timer_once_and_in_time(void **state)
{
    (void) state;
    static struct model model;
    static struct unsync__wheel wheel;
    for (uint64_t round = 1; round <= 40; round++) {
        seed = round * 0x9e3779b97f4a7c15u;
        uint64_t now = random_below(1000000);
        unsync__wheel_init(&wheel, now);
        for (size_t i = 0; i < TIMERS; i++) model.armed[i] = false, model.timers[i].back = NULL;
        for (int step = 0; step < 3000; step++) {
            size_t i = random_below(TIMERS);
            if (model.armed[i]) {
                unsync__wheel_remove(&model.timers[i]);
                model.armed[i] = false;
            } else {
                unsync__wheel_add(&wheel, &model.timers[i], now + some_delay());
                model.armed[i] = true;
            }
            if (random_below(4) == 0) {
                now += random_below(3) == 0 ? some_delay() : random_below(70);
                check_advance(&wheel, &model, now);
            }
            check_next(&wheel, &model);
        }
    }
}

static void next_is_exact_for_a_near_timer(void **state)
{
    (void) state;
    struct unsync__wheel wheel;
    struct unsync__timer timer = {.back = NULL};
    uint64_t tick;
    unsync__wheel_init(&wheel, 1000);
    assert_false(unsync__wheel_next(&wheel, &tick));
    unsync__wheel_add(&wheel, &timer, 1003);
    assert_true(unsync__wheel_next(&wheel, &tick));
    assert_int_equal(tick, 1003);
    assert_null(unsync__wheel_advance(&wheel, 1002));
    assert_ptr_equal(unsync__wheel_advance(&wheel, 1003), &timer);
    assert_null(unsync__wheel_advance(&wheel, 5000));
}

static void a_due_tick_in_the_past_fires_at_the_next_tick(void **state)
{
    (void) state;
    struct unsync__wheel wheel;
    struct unsync__timer timer = {.back = NULL};
    unsync__wheel_init(&wheel, 1000);
    unsync__wheel_add(&wheel, &timer, 3);
    assert_ptr_equal(unsync__wheel_advance(&wheel, 1001), &timer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fires_each_timer_once_and_in_time),
        cmocka_unit_test(next_is_exact_for_a_near_timer),
        cmocka_unit_test(a_due_tick_in_the_past_fires_at_the_next_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
