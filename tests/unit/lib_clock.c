/* The virtual clock and libuv: what of the program's own on the loop can run, and what is only
 * open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include "../../lib/loop/loop.h"

enum { HOUR_MS = 3600 * 1000 };

static bool stop;
static char order[8];

static void note(char what)
{
    order[strlen(order)] = what;
}

static void ends(struct unsync__alarm *alarm)
{
    (void) alarm;
    note('a');
    stop = true;
}

static void run(void)
{
    stop = false;
    unsync__loop_run(&stop);
}

static int open_loop(void **state)
{
    (void) state;
    setenv("UNSYNC_CLOCK", "virtual", 1);
    return unsync__loop_open(NULL);
}

static int close_loop(void **state)
{
    (void) state;
    unsync__loop_close();
    return 0;
}

/* --- A request -------------------------------------------------------------------------------- */

static void works(uv_work_t *work)
{
    (void) work;
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static void worked(uv_work_t *work, int status)
{
    (void) work;
    (void) status;
    note('w');
}

static void a_request_holds_the_clock(void **state)
{
    (void) state;
    struct unsync__alarm alarm = {.fire = ends};
    uv_work_t work;
    uint64_t begin = unsync__loop_now_ms();
    memset(order, 0, sizeof order);
    assert_int_equal(uv_queue_work(unsync__loop_uv(), &work, works, worked), 0);
    unsync__alarm_start(&alarm, HOUR_MS);
    run();
    assert_string_equal(order, "wa");
    assert_int_equal(unsync__loop_now_ms() - begin, HOUR_MS);
}

/* --- Input ------------------------------------------------------------------------------------ */

static int ends_of_pipe[2];
static uv_poll_t poller;
static uint64_t came_at;

static void came(uv_poll_t *handle, int status, int events)
{
    char byte;
    (void) status;
    (void) events;
    assert_int_equal(read(ends_of_pipe[0], &byte, 1), 1);
    note('i');
    came_at = unsync__loop_now_ms();
    uv_poll_stop(handle);
}

/* Watches from an alarm what is there already. */
static void watches(struct unsync__alarm *alarm)
{
    (void) alarm;
    note('b');
    assert_int_equal(write(ends_of_pipe[1], "x", 1), 1);
    assert_int_equal(uv_poll_start(&poller, UV_READABLE, came), 0);
}

static void input_comes_before_a_jump(void **state)
{
    (void) state;
    struct unsync__alarm first = {.fire = watches}, last = {.fire = ends};
    uint64_t begin = unsync__loop_now_ms();
    memset(order, 0, sizeof order);
    assert_int_equal(pipe(ends_of_pipe), 0);
    assert_int_equal(uv_poll_init(unsync__loop_uv(), &poller, ends_of_pipe[0]), 0);
    unsync__alarm_start(&first, 10);
    unsync__alarm_start(&last, 20);
    run();
    assert_string_equal(order, "bia");
    assert_int_equal(came_at - begin, 10);
}

static void what_is_only_open_does_not_hold_it(void **state)
{
    (void) state;
    struct unsync__alarm alarm = {.fire = ends};
    uint64_t begin = unsync__loop_now_ms();
    assert_int_equal(uv_poll_start(&poller, UV_READABLE, came), 0);
    unsync__alarm_start(&alarm, HOUR_MS);
    run();
    assert_int_equal(unsync__loop_now_ms() - begin, HOUR_MS);
    uv_close((uv_handle_t *) &poller, NULL);
    close(ends_of_pipe[0]);
    close(ends_of_pipe[1]);
}

/* --- Real time -------------------------------------------------------------------------------- */

static void real_alarms_need_real_time(void **state)
{
    (void) state;
    struct unsync__alarm alarm = {.fire = ends}, never = {.fire = ends};
    uint64_t begin = unsync__loop_now_ms(), real = unsync__clock_real_ms();
    unsync__clock_hold();
    unsync__alarm_start(&never, HOUR_MS);
    unsync__alarm_start_real(&alarm, 20);
    run();
    unsync__clock_release();
    assert_int_equal(unsync__loop_now_ms(), begin);
    assert_true(unsync__clock_real_ms() - real >= 20);
    unsync__alarm_stop(&never);
}

/* Who holds the clock holds up nobody for ever. */
static void held_it_goes_as_the_real_one(void **state)
{
    (void) state;
    struct unsync__alarm alarm = {.fire = ends};
    uint64_t begin = unsync__loop_now_ms(), real = unsync__clock_real_ms();
    unsync__clock_hold();
    unsync__alarm_start(&alarm, 20);
    run();
    unsync__clock_release();
    assert_int_equal(unsync__loop_now_ms() - begin, 20);
    assert_true(unsync__clock_real_ms() - real >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_holds_the_clock),
        cmocka_unit_test(input_comes_before_a_jump),
        cmocka_unit_test(what_is_only_open_does_not_hold_it),
        cmocka_unit_test(real_alarms_need_real_time),
        cmocka_unit_test(held_it_goes_as_the_real_one),
    };
    return cmocka_run_group_tests(tests, open_loop, close_loop);
}
