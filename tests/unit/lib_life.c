/* The life of tasks, every order of events to a depth of eight, on the real lib/core.
 *
 * Four tasks: `main` and `other` belong to plain C, `middle` is a child of main, `leaf` one of
 * middle or also of main; leaf is of a lane that blocks, once one whose running job is waited for,
 * once one that a cancel ends at once. From the start all events that are possible are tried:
 * start, await, catch, return, fail, cancel, deadline, shield, background, detach, release, and a
 * turn of the ready queue. What was tried is replayed from the start each time; a state that was
 * seen at the same or a smaller depth is not tried again. From every state all tasks are then
 * brought to their end, and each must have resolved once and been freed once, and nothing that a
 * failure allocated may be left. While one of two siblings runs on, though their owner leaves, the
 * other must be there: it may hold the handle. Memory is never reused within a replay, and what was
 * freed is overwritten, so a use of it does not go unnoticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync_gen.h>

#include "../../lib/base/alloc.h"
#include "../../lib/core/cancel.h"
#include "../../lib/core/failure.h"
#include "../../lib/core/frame.h"
#include "../../lib/core/note.h"
#include "../../lib/core/sched.h"
#include "../../lib/core/task.h"

enum { MAIN, OTHER, MIDDLE, LEAF, COUNT };
/* One thread does it all, so ThreadSanitizer has nothing to see and is twenty times slower. */
#ifdef __SANITIZE_THREAD__
enum { DEPTH = 5 };
#else
enum { DEPTH = 8 };
#endif
enum { FRAME_BYTES = 2048 /* not kept when freed */ };
enum { STATES = 1 << 22 };

/* --- Memory ----------------------------------------------------------------------------------- */

struct block {
    size_t size;
    bool freed;
} __attribute__((aligned(16)));
static _Alignas(16) char arena[1 << 20];
static size_t used, live;

static void *arena_alloc(size_t size)
{
    struct block *block = (struct block *) (arena + used);
    used += sizeof *block + (size + 15) / 16 * 16;
    if (used > sizeof arena) abort();
    *block = (struct block){.size = size};
    live++;
    return block + 1;
}

static void arena_free(void *memory)
{
    if ((char *) memory < arena || (char *) memory >= arena + sizeof arena) {
        free(memory);
        return;
    }
    struct block *block = (struct block *) memory - 1;
    assert_false(block->freed);
    block->freed = true;
    live--;
    memset(memory, 0xdd, block->size);
}

static void *arena_realloc(void *memory, size_t size)
{
    void *more = arena_alloc(size);
    size_t before = ((struct block *) memory - 1)->size;
    memcpy(more, memory, before < size ? before : size);
    arena_free(memory);
    return more;
}

/* --- The tasks -------------------------------------------------------------------------------- */

static struct actor {
    struct unsync__task *task;
    const struct unsync__task *owner; /* as far as it was alive */
    struct unsync__note note;         /* tells when it resolves */
    unsigned resolved;
    bool started, held;           /* somebody has its handle */
    int waits_for;                /* whom; -1: at rest */
    bool catches;
} actors[COUNT];
static bool ends_at_once; /* what a cancel does to the leaf */

static bool is_freed(const struct actor *actor)
{
    /* the head is 24 or more bytes behind the beginning of its block */
    return actor->started && *(const unsigned char *) &actor->task->kind == 0xdd;
}
static bool is_alive(int who)
{
    return actors[who].started && !is_freed(&actors[who]);
}
static bool is_done(int who)
{
    return is_alive(who) && (actors[who].task->flags & UNSYNC__DONE) != 0;
}
static int actor_of(const struct unsync__task *task)
{
    for (int who = 0; who < COUNT; who++)
        if (actors[who].started && actors[who].task == task) return who;
    return -1;
}

static bool is_queued(const struct unsync__task *wanted)
{
    struct unsync__task *task = unsync__here->ready_first;
    while (task != NULL && task != wanted) task = task->link;
    return task != NULL;
}

/* Its body could do something now. */
static bool at_rest(int who)
{
    if (!is_alive(who)) return false;
    uint32_t stuck = UNSYNC__DONE | UNSYNC__SUSPENDED | UNSYNC__JOINING;
    return (actors[who].task->flags & stuck) == 0 && !is_queued(actors[who].task);
}

static void resolved(struct unsync__note *note)
{
    struct actor *actor = (struct actor *) (void *) ((char *) note - offsetof(struct actor, note));
    actor->resolved++;
}
static const struct unsync__note_kind note_kind = {.name = "life", .close = resolved};

/* The wait of a loop task is over. */
static void after_await(struct unsync__task *task)
{
    struct actor *actor = &actors[actor_of(task)];
    struct actor *child = &actors[actor->waits_for];
    actor->waits_for = -1;
    unsync__here->current = task;
    if (actor->catches) {
        if (unsync__caught_slow(task, child->task, "life", 1) > 0) unsync__unwind(task);
    } else if (unsync__refused(task, child->task, "life", 2)) {
        unsync__unwind(task);
    } else {
        unsync__consume(child->task);
    }
    unsync__here->current = &unsync__outside;
}

static void dropped(struct unsync__task *task)
{
    (void) task;
}

static void leaf_cancel(struct unsync__task *task)
{
    if (!ends_at_once) return;
    unsync__failure_set_asked(task, NULL, 0);
    unsync__resolve(task);
}
static const struct unsync__lane leaf_lane = {.name = "leaf", .cancel = leaf_cancel};
#define KIND(what, on) {.name = what, .file = "life", .size = FRAME_BYTES, .lane = on, \
                        .run = after_await, .drop = dropped}
static const struct unsync__kind kinds[COUNT] = {
    KIND("main", &unsync__lane_loop), KIND("other", &unsync__lane_loop),
    KIND("middle", &unsync__lane_loop), KIND("leaf", &leaf_lane)};

static void start(int who, struct unsync__task *parent)
{
    struct actor *actor = &actors[who];
    *actor = (struct actor){.started = true, .held = true, .waits_for = -1};
    actor->task = unsync__frame_apart(&kinds[who], FRAME_BYTES, 1);
    actor->task->state = 1; /* its body has begun */
    unsync__adopt(actor->task, parent);
    unsync__note_add(&actor->note, actor->task, &note_kind);
}

/* --- Events ----------------------------------------------------------------------------------- */

static bool may_start(int who, int parent)
{
    return !actors[who].started && at_rest(parent);
}
static bool may_await(int who, int child)
{
    return at_rest(who) && is_alive(child) && actors[child].held &&
           (actors[child].task->flags & UNSYNC__AWAITED) == 0;
}
static void await(int who, int child, bool catches)
{
    struct actor *actor = &actors[who];
    actor->waits_for = child;
    actor->catches = catches;
    if (!catches) actors[child].held = false;
    unsync__here->current = actor->task;
    bool suspends = unsync__suspend(actor->task, actors[child].task, 1, "life", 3);
    unsync__here->current = &unsync__outside;
    if (!suspends) after_await(actor->task);
}
static void finish(int who)
{
    if (who == LEAF)
        unsync__leave_body(actors[who].task);
    else
        unsync__finish(actors[who].task);
}
static bool may_give_up(int who)
{
    return is_alive(who) && actors[who].held && (actors[who].task->flags & UNSYNC__AWAITED) == 0;
}

/* Each is tried with `does` false (is it possible?), then true. */
#define EVENT(name, possible, action)                                                              \
    static bool name(bool does)                                                                    \
    {                                                                                              \
        if (!(possible)) return false;                                                             \
        if (does) { action; }                                                                      \
        return true;                                                                               \
    }
EVENT(starts_middle, may_start(MIDDLE, MAIN), start(MIDDLE, actors[MAIN].task))
EVENT(starts_leaf, may_start(LEAF, MIDDLE), start(LEAF, actors[MIDDLE].task))
EVENT(starts_leaf_beside, may_start(LEAF, MAIN), start(LEAF, actors[MAIN].task))
EVENT(main_awaits, may_await(MAIN, MIDDLE), await(MAIN, MIDDLE, false))
EVENT(main_catches, may_await(MAIN, MIDDLE), await(MAIN, MIDDLE, true))
EVENT(other_adopts, may_await(OTHER, MIDDLE), await(OTHER, MIDDLE, false))
EVENT(other_adopts_leaf, may_await(OTHER, LEAF), await(OTHER, LEAF, true))
EVENT(middle_awaits, may_await(MIDDLE, LEAF), await(MIDDLE, LEAF, false))
EVENT(middle_catches, may_await(MIDDLE, LEAF), await(MIDDLE, LEAF, true))
EVENT(main_returns, at_rest(MAIN), finish(MAIN))
EVENT(middle_returns, at_rest(MIDDLE), finish(MIDDLE))
EVENT(leaf_returns, at_rest(LEAF), finish(LEAF))
EVENT(middle_fails, at_rest(MIDDLE),
      unsync__fail(actors[MIDDLE].task, "life", 4, -7, "failed");
      unsync__unwind(actors[MIDDLE].task))
EVENT(cancels_main, is_alive(MAIN), unsync__cancel_directly(actors[MAIN].task))
EVENT(cancels_middle, is_alive(MIDDLE), unsync__cancel_directly(actors[MIDDLE].task))
EVENT(cancels_leaf, is_alive(LEAF), unsync__cancel_directly(actors[LEAF].task))
#define IN_TIME(who)                                                                               \
    (is_alive(who) && (actors[who].task->flags & (UNSYNC__DONE | UNSYNC__LATE)) == 0)
EVENT(main_is_late, IN_TIME(MAIN), unsync__expire(actors[MAIN].task))
EVENT(middle_is_late, IN_TIME(MIDDLE), unsync__expire(actors[MIDDLE].task))
EVENT(leaf_is_late, IN_TIME(LEAF), unsync__expire(actors[LEAF].task))
EVENT(shields_middle, is_alive(MIDDLE) && !is_done(MIDDLE), unsync__shield(actors[MIDDLE].task))
EVENT(shields_leaf, is_alive(LEAF) && !is_done(LEAF), unsync__shield(actors[LEAF].task))
EVENT(middle_to_background, may_give_up(MIDDLE), actors[MIDDLE].held = false;
      unsync__let_go(actors[MIDDLE].task, false))
EVENT(detaches_middle, may_give_up(MIDDLE), actors[MIDDLE].held = false;
      unsync__let_go(actors[MIDDLE].task, true))
EVENT(detaches_leaf, may_give_up(LEAF), actors[LEAF].held = false;
      unsync__let_go(actors[LEAF].task, true))
EVENT(releases_middle, may_give_up(MIDDLE), actors[MIDDLE].held = false;
      unsync__give_up(actors[MIDDLE].task))
EVENT(releases_leaf, may_give_up(LEAF), actors[LEAF].held = false;
      unsync__give_up(actors[LEAF].task))
EVENT(turns, unsync__has_ready(), unsync__run_ready(1))

static bool (*const events[])(bool) = {
    starts_middle,  starts_leaf,    main_awaits,   main_catches,    other_adopts,
    middle_awaits,  middle_catches, main_returns,  middle_returns,  leaf_returns,
    middle_fails,   cancels_main,   cancels_middle, cancels_leaf,   main_is_late,
    middle_is_late, leaf_is_late,   shields_middle, shields_leaf,   middle_to_background,
    detaches_middle, detaches_leaf, releases_middle, releases_leaf, turns,
    other_adopts_leaf, starts_leaf_beside};
enum { EVENTS = sizeof events / sizeof *events };

/* --- States ----------------------------------------------------------------------------------- */

static uint64_t seen[STATES];
static uint8_t seen_at[STATES];
static unsigned states, replays;

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

/* All that decides what can happen from here on. */
static uint64_t signature(void)
{
    uint64_t hash = 1;
    for (int who = 0; who < COUNT; who++) {
        const struct actor *actor = &actors[who];
        hash = mix(hash, (uint64_t) actor->started + 2 * (uint64_t) is_alive(who));
        if (!is_alive(who)) continue;
        const struct unsync__task *task = actor->task;
        hash = mix(hash, task->flags);
        hash = mix(hash,
                   (uint64_t) (actor->held + 2 * actor->catches + 4 * (actor->waits_for + 1)));
        hash = mix(hash, (uint64_t) (actor_of(task->parent) + 2) +
                             16 * (task->parent == &unsync__root));
        hash = mix(hash, (task->flags & UNSYNC__FAILED) ? (uint64_t) -task->failure->code : 0);
        hash = mix(hash, task->budget);
        for (const struct unsync__task *child = task->children; child; child = child->next)
            hash = mix(hash, (uint64_t) actor_of(child) + 100);
    }
    for (const struct unsync__task *task = unsync__here->ready_first; task; task = task->link)
        hash = mix(hash, (uint64_t) actor_of(task) + 200);
    return hash;
}

/* False: it was here before with as many steps left. */
static bool is_news(uint64_t hash, unsigned depth)
{
    size_t at = hash & (STATES - 1);
    while (seen[at] != 0 && seen[at] != hash) at = (at + 1) & (STATES - 1);
    if (seen[at] == hash && seen_at[at] <= depth) return false;
    if (seen[at] == 0) states++;
    if (states > STATES / 2) abort();
    seen[at] = hash;
    seen_at[at] = (uint8_t) depth;
    return true;
}

/* --- The search ------------------------------------------------------------------------------- */

static unsigned trace[DEPTH];

static void begin(void)
{
    used = live = 0;
    memset(actors, 0, sizeof actors);
    unsync__sched_open();
    start(MAIN, NULL);
    start(OTHER, NULL);
}

static void show(unsigned depth)
{
    print_message("after %u events:\n", depth);
    for (unsigned i = 0; i < depth; i++) print_message("  event %u\n", trace[i]);
}

/* A task that runs may have the handles of those that its owner had. */
static void siblings_are_there(unsigned depth)
{
    for (int who = 0; who < COUNT; who++)
        if (is_alive(who)) actors[who].owner = actors[who].task->parent;
    for (int one = MIDDLE; one <= LEAF; one++) {
        int other = MIDDLE + LEAF - one;
        if (!is_alive(one) || is_done(one)) continue;
        if (!actors[other].started || !actors[other].held) continue;
        if (actors[one].owner != actors[other].owner || is_alive(other)) continue;
        show(depth);
        print_message("%s runs, but %s is gone\n", kinds[one].name, kinds[other].name);
        fail();
    }
}

static void replay(unsigned depth)
{
    begin();
    replays++;
    for (unsigned i = 0; i < depth; i++) {
        events[trace[i]](true);
        siblings_are_there(i + 1);
    }
}

/* Whatever the state: every body comes to its end, every handle is given up. */
static void bring_to_end(unsigned depth)
{
    for (int round = 0; round < 8; round++) {
        while (unsync__has_ready()) unsync__run_ready(8);
        for (int who = COUNT; who-- > 0;)
            if (at_rest(who)) finish(who);
    }
    for (int who = COUNT; who-- > 0;)
        if (is_done(who) && actors[who].held) unsync__give_up(actors[who].task);
    for (int who = 0; who < COUNT; who++) {
        const struct actor *actor = &actors[who];
        if (!actor->started || (actor->resolved == 1 && is_freed(actor))) continue;
        show(depth);
        print_message("%s resolved %u times, %s freed\n", kinds[who].name, actor->resolved,
                      is_freed(actor) ? "was" : "was not");
        fail();
    }
    if (live != 0) {
        show(depth);
        print_message("%zu blocks are left\n", live);
        fail();
    }
    assert_null(unsync__root.children);
    assert_null(unsync__outside.children);
    unsync__sched_close();
}

static void explore(unsigned depth)
{
    replay(depth);
    if (!is_news(signature(), depth)) {
        bring_to_end(depth);
        return;
    }
    bool possible[EVENTS];
    for (unsigned i = 0; i < EVENTS; i++) possible[i] = depth < DEPTH && events[i](false);
    bring_to_end(depth);
    for (unsigned i = 0; i < EVENTS; i++) {
        if (!possible[i]) continue;
        trace[depth] = i;
        explore(depth + 1);
    }
}

static void every_order(bool at_once)
{
    memset(seen, 0, sizeof seen);
    states = replays = 0;
    ends_at_once = at_once;
    explore(0);
    print_message("%u states, %u replays\n", states, replays);
    assert_true(states > 1000);
}

static void with_a_leaf_that_is_waited_for(void **state)
{
    (void) state;
    every_order(false);
}
static void with_a_leaf_that_a_cancel_ends(void **state)
{
    (void) state;
    every_order(true);
}

int main(void)
{
    const struct unsync__allocator allocator = {arena_alloc, arena_realloc, arena_free};
    unsync__alloc_replace(&allocator);
    /* Failures that nobody saw are reported. */
    if (freopen("/dev/null", "w", stderr) == NULL) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_a_leaf_that_is_waited_for),
        cmocka_unit_test(with_a_leaf_that_a_cancel_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
