/* The process lane beside a worker that does all it can to harm the program: it writes nonsense over
 * the memory that both share, shrinks and empties what it can, and breaks the protocol in every way.
 * The program survives, the right task fails, the others are done. */
#include "lib_procs.h"

#include <stdatomic.h>
#include <sys/mman.h>

#include "../../lib/wire/channel.h"
#include "../../lib/wire/store.h"

/* Where things are in the shared memory, as a worker that has read channel.c knows. */
enum { WORDS = 64, CALLS = 4096, RESULTS = CALLS + UNSYNC__RING_BYTES, MASK = UNSYNC__RING_BYTES - 1 };

static unsigned char *memory; /* in the worker */
static size_t memory_len;
static unsigned state_of_chance;

static unsigned chance(void)
{
    state_of_chance = state_of_chance * 1103515245u + 12345u;
    return state_of_chance >> 8;
}

static _Atomic uint64_t *word(size_t offset)
{
    return (_Atomic uint64_t *) (void *) (memory + offset);
}
#define RESULTS_PUT word(WORDS)
#define CALLS_TAKEN word(WORDS + 8)

/* The shared mapping that is as large as the channel's; others too, for who wants all. */
static void find_memory(void (*each)(unsigned char *at, size_t len))
{
    char line[512];
    unsigned long from, to;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, "memfd:unsync") == NULL || strstr(line, " rw-s") == NULL) continue;
        if (sscanf(line, "%lx-%lx", &from, &to) != 2) continue;
        if (to - from == RESULTS + UNSYNC__RING_BYTES) {
            memory = (unsigned char *) from;
            memory_len = to - from;
        }
        if (each != NULL) each((unsigned char *) from, to - from);
    }
    fclose(maps);
}

static void scribble(unsigned char *at, size_t len)
{
    for (size_t i = 0; i < len; i += 1 + chance() % 50) at[i] = (unsigned char) chance();
}

static void shrink_files(void)
{
    char path[64];
    for (int fd = 3; fd < 64; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        if (ftruncate(fd, 0) == 0) continue;
        int other = open(path, O_RDWR);
        if (other >= 0) close(ftruncate(other, 0) == 0 ? -1 : other);
    }
}

/* Also what no descriptor leads to any more, where the kernel lets it. */
static void shrink_mapping(unsigned char *at, size_t len)
{
    char path[96];
    snprintf(path, sizeof path, "/proc/self/map_files/%lx-%lx", (unsigned long) at,
             (unsigned long) (at + len));
    int fd = open(path, O_RDWR);
    if (fd < 0) return;
    if (ftruncate(fd, 0) == 0) abort();
    close(fd);
}

static void empty(unsigned char *at, size_t len)
{
    madvise(at, len, MADV_REMOVE);
}

/* The ticket of the call that runs; a body can find it. */
static uint32_t my_ticket(void)
{
    const struct unsync__record *record =
        (const void *) (memory + CALLS + (atomic_load(CALLS_TAKEN) & MASK));
    return record->ticket;
}

/* A result in the next place of the ring. */
static void say(uint32_t ticket, uint32_t kind, const void *text, uint32_t claimed, size_t len)
{
    uint64_t at = atomic_load(RESULTS_PUT);
    struct unsync__record *record = (void *) (memory + RESULTS + (at & MASK));
    record->len = claimed;
    record->ticket = ticket;
    record->kind = kind;
    record->state = unsync__ring_sum(ticket, text, len);
    memcpy(record + 1, text, len);
    atomic_store(RESULTS_PUT, at + 16 + (len + 15) / 16 * 16);
}

static void say_spot(uint64_t block, uint64_t offset, uint64_t len)
{
    struct unsync__spot spot = {block, offset, len};
    say(my_ticket(), UNSYNC__APART, &spot, sizeof spot, sizeof spot);
}

enum crime {
    SCRIBBLE_ALL,
    SCRIBBLE_WORDS,
    SCRIBBLE_RINGS,
    EMPTY_ALL,
    TOO_FAR,
    BACK,
    UNALIGNED,
    TAKEN_TOO_FAR,
    TAKEN_BACK,
    TOO_LONG,
    LONGER_THAN_THE_RING_HAS,
    FILLER_AT_THE_BEGINNING,
    FILLERS_ONLY,
    NOT_MY_CALL,
    NO_SUCH_CALL,
    NO_SUCH_KIND,
    NO_SUCH_BLOCK,
    BEYOND_THE_BLOCK,
    SPOT_OF_ANOTHER_SIZE,
    NEED_OF_ANOTHER_SIZE,
    NEED_WITHOUT_END,
    CRIMES,
    VALUE_OF_ANOTHER_TYPE = CRIMES, /* of a stream */
    TWO_VALUES_IN_ONE,
    VALUE_OF_ANOTHER,
    SPOT_OF_NO_VALUE,
    END_WITH_A_VALUE,
    ALL_CRIMES
};

static void need_without_end(void)
{
    for (uint64_t i = 0, size = (uint64_t) 1 << 62; i < 300; i++, size = i % 2 ? 1 : size)
        say(my_ticket(), UNSYNC__NEED, &size, sizeof size, sizeof size);
    say(my_ticket() + 1, UNSYNC__WHOLE, "", 0, 0);
}

static void commit(enum crime crime)
{
    uint64_t put = atomic_load(RESULTS_PUT), taken = atomic_load(CALLS_TAKEN);
    switch (crime) {
    case SCRIBBLE_ALL:
        find_memory(scribble);
        atomic_store(RESULTS_PUT, 7);
        break;
    case SCRIBBLE_WORDS:
        scribble(memory + WORDS, 256);
        atomic_store(RESULTS_PUT, 7);
        break;
    case SCRIBBLE_RINGS:
        scribble(memory + CALLS, memory_len - CALLS);
        atomic_store(RESULTS_PUT, put + 16000);
        break;
    case EMPTY_ALL:
        find_memory(empty);
        atomic_store(RESULTS_PUT, 8);
        break;
    case TOO_FAR: atomic_store(RESULTS_PUT, put + UNSYNC__RING_BYTES + 16); break;
    case BACK: atomic_store(RESULTS_PUT, put - 16); break;
    case UNALIGNED: atomic_store(RESULTS_PUT, put + 24); break;
    case TAKEN_TOO_FAR:
        atomic_store(CALLS_TAKEN, taken + 1000000);
        say(my_ticket(), UNSYNC__WHOLE, "", 0, 0);
        break;
    case TAKEN_BACK:
        atomic_store(CALLS_TAKEN, taken - 1000000);
        say(0, UNSYNC__WHOLE, "", 0, 0);
        break;
    case TOO_LONG: say(my_ticket(), UNSYNC__WHOLE, "", UNSYNC__RECORD_MAX + 1, 0); break;
    case LONGER_THAN_THE_RING_HAS: say(my_ticket(), UNSYNC__WHOLE, "", 1000, 0); break;
    case FILLER_AT_THE_BEGINNING: say(my_ticket(), UNSYNC__WHOLE, "", UINT32_MAX, 0); break;
    case FILLERS_ONLY:
        for (size_t i = 0; i < UNSYNC__RING_BYTES; i += 16)
            memset(memory + RESULTS + i, 0xff, 4);
        atomic_store(RESULTS_PUT, put + UNSYNC__RING_BYTES);
        break;
    case NOT_MY_CALL: say(my_ticket() + 1, UNSYNC__WHOLE, "\0", 1, 1); break;
    case NO_SUCH_CALL: say(my_ticket() + 77777, UNSYNC__WHOLE, "\0", 1, 1); break;
    case NO_SUCH_KIND: say(my_ticket(), 99, "\0", 1, 1); break;
    case NO_SUCH_BLOCK: say_spot(12345, 0, 10); break;
    case BEYOND_THE_BLOCK: say_spot(0, UINT64_MAX - 5, 10); break;
    case SPOT_OF_ANOTHER_SIZE: say(my_ticket(), UNSYNC__APART, "\0", 1, 1); break;
    case NEED_OF_ANOTHER_SIZE: say(my_ticket(), UNSYNC__NEED, "\0", 1, 1); break;
    case NEED_WITHOUT_END: need_without_end(); break;
    case VALUE_OF_ANOTHER_TYPE: say(my_ticket(), UNSYNC__VALUE, "\xa1x", 2, 2); break;
    case TWO_VALUES_IN_ONE: say(my_ticket(), UNSYNC__VALUE, "\7\7", 2, 2); break;
    case VALUE_OF_ANOTHER: say(my_ticket() + 1, UNSYNC__VALUE, "\7", 1, 1); break;
    case SPOT_OF_NO_VALUE: say(my_ticket(), UNSYNC__VALUE_APART, "\7", 1, 1); break;
    case END_WITH_A_VALUE:
        say(my_ticket(), UNSYNC__WHOLE, "\0\7", 2, 2);
        raise(SIGKILL); /* the result is there */
        break;
    default: break;
    }
}

/* Does it, and waits: a result would be another way out. The program does not sleep for ever. */
REMOTE(int, harm, int arg, 0, 0, false)
{
    char wake[16] = {0x01, 0x63, 0x53, 0x75, 5}; /* WAKE */
    state_of_chance = (unsigned) arg;
    find_memory(NULL);
    shrink_files();
    find_memory(shrink_mapping);
    commit((enum crime) (arg % CRIMES));
    while (write(3, wake, sizeof wake) > 0) pause();
    return 0;
}

/* Its own result, twice. */
REMOTE(int, answer_twice, int arg, 0, 0, false)
{
    char wake[16] = {0x01, 0x63, 0x53, 0x75, 5};
    find_memory(NULL);
    say(my_ticket(), UNSYNC__WHOLE, "\0\7", 2, 2); /* a code, a value */
    say(my_ticket(), UNSYNC__WHOLE, "\0\7", 2, 2);
    while (write(3, wake, sizeof wake) > 0) pause();
    return arg;
}

/* A result that is well packed, and nonsense. */
REMOTE(int, answer_nonsense, int arg, 0, 0, false)
{
    char text[200];
    find_memory(NULL);
    state_of_chance = (unsigned) arg;
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char) chance();
    text[0] = '\0';
    say(my_ticket(), UNSYNC__WHOLE, text, sizeof text, sizeof text);
    raise(SIGKILL); /* the result is there */
    return arg;
}

/* All calls behind this one are marked as begun. */
REMOTE(int, claim_all, int arg, 0, 0, false)
{
    find_memory(NULL);
    for (size_t i = 0; i < UNSYNC__RING_BYTES; i += 16) {
        struct unsync__record *record = (void *) (memory + CALLS + i);
        if (record->state == UNSYNC__QUEUED) record->state = UNSYNC__STARTED;
    }
    raise(SIGKILL);
    return arg;
}

/* A call that is no stream gives a value. */
REMOTE(int, give_value, int arg, 0, 0, false)
{
    char wake[16] = {0x01, 0x63, 0x53, 0x75, 5};
    find_memory(NULL);
    say(my_ticket(), UNSYNC__VALUE, "\7", 1, 1);
    while (write(3, wake, sizeof wake) > 0) pause();
    return arg;
}

/* --- A stream that gives three values, then commits a crime ------------------------------------ */

enum { HONEST = 3, MUCH = 100000 };

struct flood_frame {
    struct unsync__task task;
    int value, arg, given;
};

static void flood_resume(struct unsync__task *task)
{
    struct flood_frame *self = (struct flood_frame *) task;
    if ((task->flags & UNSYNC__CANCEL) || self->given == MUCH) {
        unsync__generator_end(task);
        return;
    }
    if (self->given == HONEST && self->arg >= 0) {
        char wake[16] = {0x01, 0x63, 0x53, 0x75, 5};
        state_of_chance = (unsigned) self->arg;
        find_memory(NULL);
        commit((enum crime) self->arg);
        while (write(3, wake, sizeof wake) > 0) pause();
    }
    self->value = self->given++;
    unsync__stand_at(task, 1);
}

static const struct unsync__kind flood_body_kind = {.name = "flood",
                                                    .file = "procs.uc",
                                                    .line = 7,
                                                    .size = sizeof(struct flood_frame),
                                                    .lane = &unsync__lane_generator,
                                                    .run = flood_resume};

static struct unsync__task *flood_open(const struct unsync__task *call)
{
    struct flood_frame *self = UNSYNC__NEW_GENERATOR(&flood_body_kind, *self);
    self->arg = ((const struct flood_frame *) call)->arg;
    self->given = 0;
    return &self->task;
}

static void flood_give(struct unsync__unpacker *u, struct unsync__packer *p,
                       struct unsync__task *call)
{
    (void) u;
    UNSYNC__PACK(p, ((struct flood_frame *) call)->value);
}

static void flood_pack(struct unsync__packer *p, const struct unsync__task *call)
{
    unsync__pack_array(p, 1);
    UNSYNC__PACK(p, ((const struct flood_frame *) call)->arg);
}

static const struct unsync__kind flood_kind;
static void flood_serve(struct unsync__unpacker *u, struct unsync__packer *p)
{
    struct flood_frame call = {.arg = 0};
    unsync__unpack_array(u, 1);
    UNSYNC__UNPACK(u, call.arg);
    unsync__serve_stream(&call.task, &flood_kind, u, p);
}

static void flood_take(struct unsync__unpacker *u, struct unsync__task *call)
{
    UNSYNC__UNPACK(u, ((struct flood_frame *) call)->value);
}

static struct unsync__limits flood_limits;
static const struct unsync__flow flood_flow = {
    .open = flood_open, .give = flood_give, .size = sizeof(int), .align = _Alignof(int)};
static const struct unsync__remote flood_remote = {.signature = "flood",
                                                   .print = __COUNTER__ + 1,
                                                   .kind = &flood_kind,
                                                   .pack = flood_pack,
                                                   .serve = flood_serve,
                                                   .take = flood_take,
                                                   .limits = &flood_limits,
                                                   .flow = &flood_flow};
static const struct unsync__kind flood_kind = {.name = "flood",
                                               .file = "procs.uc",
                                               .line = 7,
                                               .size = sizeof(struct flood_frame),
                                               .lane = &unsync__lane_process,
                                               .remote = &flood_remote};
static const struct unsync__kind flood_stream_kind = {.name = "flood",
                                                      .file = "procs.uc",
                                                      .line = 7,
                                                      .size = sizeof(struct unsync__stream),
                                                      .lane = &unsync__lane_stream,
                                                      .run = unsync__stream_run};
__attribute__((constructor)) static void flood_register(void)
{
    unsync__register(&flood_remote);
}

static struct unsync__task *flood(int arg)
{
    struct flood_frame *self = UNSYNC__NEW_STREAM(&flood_stream_kind, &flood_kind, *self);
    self->arg = arg;
    return unsync__start_stream(&self->task);
}

/* 1 and the next value; 0; a code. */
static int next_of(struct unsync__task *stream, int *value)
{
    unsync_task_of(int) question = (unsync_task_of(int)) unsync__ask(stream, value, sizeof *value);
    int code = unsync_wait(question);
    if (code == 0) return unsync_result(question);
    unsync_release(question);
    return code;
}

static void close_stream(struct unsync__task *stream)
{
    unsync_result((unsync_task_of(void)) unsync__ask_to_close(stream));
}

/* What came before the crime is good, unless the crime was to spoil it. */
static void a_stream_gives_good_values_or_fails(void **state)
{
    (void) state;
    for (int crime = 0; crime < ALL_CRIMES; crime++) {
        struct unsync__task *bad = flood(crime), *good = flood(-1);
        int code, value, count = 0;
        while ((code = next_of(bad, &value)) == 1) assert_int_equal(value, count++);
        if (code != UNSYNC_EPROTO) print_message("crime %d: %d\n", crime, code);
        assert_int_equal(code, UNSYNC_EPROTO);
        assert_true(count <= HONEST);
        assert_int_equal(next_of(bad, &value), UNSYNC_EPROTO);
        close_stream(bad);
        for (count = 0; count < 5; count++) {
            assert_int_equal(next_of(good, &value), 1);
            assert_int_equal(value, count);
        }
        close_stream(good);
        assert_int_equal(unsync_result(twice(crime)), 2 * crime);
    }
}

static void a_value_of_no_stream_fails_its_task(void **state)
{
    (void) state;
    assert_int_equal(code_of(unsync__of(give_value(1))), UNSYNC_EPROTO);
    assert_int_equal(unsync_result(twice(3)), 6);
}

/* New workers are given one call at a time. */
static void each_crime_fails_its_own_task(void **state)
{
    (void) state;
    for (int crime = 0; crime < CRIMES; crime++) {
        twice_task others[50];
        renew_workers();
        harm_task harmed = harm(crime);
        for (int i = 0; i < 50; i++) others[i] = twice(i);
        int code = code_of(unsync__of(harmed));
        if (code != UNSYNC_EPROTO) print_message("crime %d: %d, '%s'\n", crime, code, message);
        assert_int_equal(code, UNSYNC_EPROTO);
        for (int i = 0; i < 50; i++) assert_int_equal(unsync_result(others[i]), 2 * i);
    }
}

/* What stood in the ring may go down with it, but says so: it may have begun. With one call at a
 * time there nothing did. */
static void many_at_once_leave_the_others_alone(void **state)
{
    (void) state;
    enum { COUNT = 4000 };
    static twice_task tasks[COUNT];
    int lost = 0;
    for (int i = 0; i < COUNT; i++)
        tasks[i] = i % 100 == 57 ? (twice_task) harm(i / 100) : twice(i);
    for (int i = 0; i < COUNT; i++) {
        int code = unsync_wait(tasks[i]);
        if (i % 100 == 57 || code != 0) {
            assert_int_equal(code, UNSYNC_EPROTO);
            unsync_release(tasks[i]);
            lost += i % 100 != 57;
        } else
            assert_int_equal(unsync_result(tasks[i]), 2 * i);
    }
    print_message("%d of %d went down with others\n", lost, COUNT);
    if (getenv("UNSYNC_AHEAD") != NULL) assert_int_equal(lost, 0);
}

static void a_second_result_is_not_believed(void **state)
{
    (void) state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(unsync_result(answer_twice(1)), 7);
        assert_int_equal(unsync_result(twice(i)), 2 * i);
    }
}

static void nonsense_fails_its_own_task(void **state)
{
    (void) state;
    for (int i = 1; i < 20; i++) {
        answer_nonsense_task task = answer_nonsense(i);
        int code = code_of(unsync__of(task));
        if (code != UNSYNC_EPROTO) print_message("%d: %d, '%s'\n", i, code, message);
        assert_int_equal(code, UNSYNC_EPROTO);
        assert_int_equal(unsync_result(twice(i)), 2 * i);
    }
}

static void what_was_claimed_is_run_by_others(void **state)
{
    (void) state;
    enum { COUNT = 2000 };
    static twice_task tasks[COUNT];
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < COUNT; i++) tasks[i] = i % 500 == 300 ? claim_all(i) : twice(i);
        for (int i = 0; i < COUNT; i++)
            if (i % 500 == 300)
                assert_int_equal(code_of(unsync__of(tasks[i])), UNSYNC_ECRASHED);
            else
                assert_int_equal(unsync_result(tasks[i]), 2 * i);
    }
}

/* Once more with one call at a time in a worker. */
int main(int argc, char **argv)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_crime_fails_its_own_task),
        cmocka_unit_test(many_at_once_leave_the_others_alone),
        cmocka_unit_test(a_second_result_is_not_believed),
        cmocka_unit_test(nonsense_fails_its_own_task),
        cmocka_unit_test(what_was_claimed_is_run_by_others),
        cmocka_unit_test(a_stream_gives_good_values_or_fails),
        cmocka_unit_test(a_value_of_no_stream_fails_its_task),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (failed != 0 || argc != 1 || getenv("UNSYNC_AHEAD") != NULL) return failed;
    setenv("UNSYNC_AHEAD", "1", 1);
    execv("/proc/self/exe", argv);
    return 1;
}
