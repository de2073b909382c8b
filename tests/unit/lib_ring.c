/* Rings in shared memory: records of all lengths from one thread to another, states that two want,
 * sleep and wake-up, and a peer that writes nonsense over all that it can reach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../lib/wire/channel.h"

static struct unsync__channel program, worker;
static int fd;
static _Atomic unsigned wakes;

static void wake(void)
{
    wakes++;
}

static int setup(void **state)
{
    (void) state;
    wakes = 0;
    if (unsync__channel_make(&program, &fd) != 0) return -1;
    return unsync__channel_join(&worker, fd, wake);
}

static int teardown(void **state)
{
    (void) state;
    unsync__channel_close(&program);
    unsync__channel_close(&worker);
    return close(fd);
}

/* What a call with this ticket says. */
static size_t length_of(uint32_t ticket)
{
    uint32_t mixed = ticket * 2654435761u;
    return mixed >> 28 == 0 ? mixed % UNSYNC__RECORD_MAX : mixed % 200;
}

static void fill(unsigned char *text, uint32_t ticket, size_t len)
{
    for (size_t i = 0; i < len; i++) text[i] = (unsigned char) (ticket + i);
}

static bool is_right(const struct unsync__taken *taken)
{
    static __thread unsigned char text[UNSYNC__RECORD_MAX];
    size_t len = length_of(taken->ticket);
    fill(text, taken->ticket, len);
    return taken->len == len && memcmp(taken->text, text, len) == 0;
}

/* --- Two threads ------------------------------------------------------------------------------ */

enum { COUNT = 5000 };

/* A worker: gives each call back as its result. */
static void *echo(void *unused)
{
    struct unsync__taken call;
    (void) unused;
    for (;;) {
        int code = unsync__channel_next(&worker, &call);
        if (code == 0) continue;
        if (code < 0 || call.kind == UNSYNC__APART) return NULL;
        bool right = is_right(&call);
        unsync__channel_result(&worker, &call, right ? UNSYNC__WHOLE : UNSYNC__NEED, call.text,
                               call.len);
    }
}

struct seen {
    uint32_t next, last;
    unsigned wrong;
};

static bool result(void *whose, const struct unsync__taken *taken)
{
    struct seen *seen = whose;
    if (taken->ticket != seen->next++ || taken->kind != UNSYNC__WHOLE || !is_right(taken))
        seen->wrong++;
    return true;
}

/* Adds calls until there is no room, or they are `ahead` of their results. */
static void add(struct seen *seen, uint32_t ahead)
{
    static unsigned char text[UNSYNC__RECORD_MAX];
    while (seen->last < COUNT && seen->last + 1 - seen->next < ahead) {
        uint32_t ticket = seen->last + 1;
        size_t len = length_of(ticket);
        fill(text, ticket, len);
        if (unsync__channel_call(&program, ticket, UNSYNC__WHOLE, text, len) == NULL) return;
        seen->last = ticket;
    }
}

static void end(pthread_t thread)
{
    while (unsync__channel_call(&program, 0, UNSYNC__APART, "", 0) == NULL)
        unsync__channel_collect(&program, result, &(struct seen){0});
    unsync__channel_ring(&program);
    pthread_join(thread, NULL);
}

static void run(uint32_t ahead)
{
    pthread_t thread;
    struct seen seen = {.next = 1};
    assert_int_equal(pthread_create(&thread, NULL, echo, NULL), 0);
    while (seen.next <= COUNT) {
        add(&seen, ahead);
        unsync__channel_ring(&program);
        assert_int_equal(unsync__channel_collect(&program, result, &seen), 0);
    }
    end(thread);
    assert_int_equal(seen.wrong, 0);
}

static void one_call_at_a_time_comes_back(void **state)
{
    (void) state;
    run(1);
}

static void many_calls_ahead_come_back_in_their_order(void **state)
{
    (void) state;
    run(COUNT);
}

/* The program's sleep is a semaphore here: whoever sleeps is woken, or this never ends. */
static void who_sleeps_is_woken(void **state)
{
    (void) state;
    pthread_t thread;
    struct seen seen = {.next = 1};
    unsigned slept = 0, woken = 0;
    assert_int_equal(pthread_create(&thread, NULL, echo, NULL), 0);
    while (seen.next <= COUNT) {
        add(&seen, 3);
        unsync__channel_ring(&program);
        if (unsync__channel_asleep(&program)) {
            while (wakes == woken) sched_yield();
            slept++;
        }
        unsync__channel_awake(&program);
        woken = wakes;
        assert_int_equal(unsync__channel_collect(&program, result, &seen), 0);
    }
    end(thread);
    assert_int_equal(seen.wrong, 0);
    assert_true(slept <= wakes);
}

/* Each call is started or taken back, never both, whoever is faster. */
static void a_call_is_started_or_taken_back(void **state)
{
    (void) state;
    pthread_t thread;
    unsigned taken_back = 0;
    struct seen seen = {.next = 1};
    unsigned char text[200];
    assert_int_equal(pthread_create(&thread, NULL, echo, NULL), 0);
    for (uint32_t ticket = 1, given = 1; given < COUNT; given++) {
        size_t len = length_of(ticket);
        if (len > sizeof text) {
            ticket++;
            seen.next++;
            continue;
        }
        fill(text, ticket, len);
        struct unsync__record *record;
        while ((record = unsync__channel_call(&program, ticket, UNSYNC__WHOLE, text, len)) == NULL)
            assert_int_equal(unsync__channel_collect(&program, result, &seen), 0);
        unsync__channel_ring(&program);
        for (unsigned i = given % 64; i > 0; i--) __asm__ volatile("");
        if (unsync__channel_take_back(record)) {
            taken_back++;
            continue;
        }
        while (seen.next == ticket)
            assert_int_equal(unsync__channel_collect(&program, result, &seen), 0);
        ticket++;
    }
    end(thread);
    assert_int_equal(seen.wrong, 0);
    print_message("%u of %d were taken back\n", taken_back, COUNT);
}

/* --- One that does not keep to it ------------------------------------------------------------- */

static bool any(void *whose, const struct unsync__taken *taken)
{
    (*(unsigned *) whose)++;
    return taken->len <= UNSYNC__RECORD_MAX;
}

/* Whatever stands in the shared memory, the program stays within it, and finds an end. */
static void nonsense_in_the_memory_does_no_harm(void **state)
{
    (void) state;
    unsigned results = 0, refused = 0;
    size_t size = 4096 + 2 * (size_t) UNSYNC__RING_BYTES;
    srand(7);
    for (int turn = 0; turn < 3000; turn++) {
        unsigned char *memory = (unsigned char *) worker.shared;
        size_t from = turn % 3 == 0 ? 0 : 64, to = turn % 2 == 0 ? 128 : size;
        for (size_t i = from; i < to; i += 1 + (size_t) rand() % 999)
            memory[i] = (unsigned char) rand();
        if (turn % 5 == 0) memset(memory + 4096, rand(), size - 4096);
        if (turn % 2 == 0) {
            uint64_t there = program.results.at + (uint64_t) (rand() % 20000) * 16;
            memcpy(memory + 64, &there, sizeof there); /* results_put: it may be believed */
            memcpy(memory + 72, &program.calls.seen, sizeof there);
        }
        unsync__channel_call(&program, 1, UNSYNC__WHOLE, "text", 4);
        unsync__channel_ring(&program);
        refused += unsync__channel_collect(&program, any, &results) == -EPROTO;
        unsync__channel_asleep(&program);
        unsync__channel_awake(&program);
        if (turn % 50 == 49) {
            teardown(NULL);
            setup(NULL);
        }
    }
    assert_true(refused > 1000);
    print_message("%u results were believed, %u turns refused\n", results, refused);
}

static void its_size_is_sealed(void **state)
{
    (void) state;
    assert_int_equal(ftruncate(fd, 0), -1);
    assert_int_equal(ftruncate(fd, 1 << 30), -1);
}

static void a_record_behind_the_last_is_never_read(void **state)
{
    (void) state;
    unsigned results = 0;
    unsigned char *memory = (unsigned char *) worker.shared;
    uint64_t put = 16; /* a head, but no text */
    memcpy(memory + 64, &put, sizeof put);
    uint32_t len = 1;
    memcpy(memory + 4096 + UNSYNC__RING_BYTES, &len, sizeof len);
    assert_int_equal(unsync__channel_collect(&program, any, &results), -EPROTO);
    assert_int_equal(results, 0);
}

/* As a body does that writes anywhere: the call behind its own is not begun, so another worker can
 * have it. */
static void a_call_that_was_written_over_is_not_begun(void **state)
{
    struct unsync__taken call;
    (void) state;
    for (int part = 0; part < 4; part++) {
        struct unsync__record *record =
            unsync__channel_call(&program, 7, UNSYNC__WHOLE, "behind", 6);
        unsync__channel_ring(&program);
        if (part == 0) ((char *) (record + 1))[5] ^= 1;
        if (part == 1) record->ticket++;
        if (part == 2) record->kind ^= UNSYNC__APART;
        if (part == 3) record->len--;
        assert_int_equal(unsync__channel_poll(&worker, &call), -EPROTO);
        assert_int_equal(unsync__channel_next(&worker, &call), -EPROTO);
        assert_int_equal(unsync__channel_state(record), UNSYNC__QUEUED);
        teardown(NULL);
        setup(NULL);
    }
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        test(one_call_at_a_time_comes_back),
        test(many_calls_ahead_come_back_in_their_order),
        test(who_sleeps_is_woken),
        test(a_call_is_started_or_taken_back),
        test(a_call_that_was_written_over_is_not_begun),
        test(nonsense_in_the_memory_does_no_harm),
        test(its_size_is_sealed),
        test(a_record_behind_the_last_is_never_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
