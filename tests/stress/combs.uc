/* Maps, executors, chains, groups, completions, promises and values of tasks, over jobs of all kinds of
 * pools, with cancels and deadlines at any time, and a thread that keeps promises meanwhile. */
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

#include "random.h"

enum { ROUNDS = 25, ITEMS = 6, MINE = -77, KEYS = 2, NARROW = 2 };

static atomic_long begun, ended;
static unsync_local mine;

__attribute__((format(printf, 2, 3))) static void must(bool holds, const char *format, ...)
{
    va_list arguments;
    if (holds) return;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

static int known(int code)
{
    must(code == 0 || code == UNSYNC_ECANCELED || code == UNSYNC_ETIMEDOUT || code == MINE,
         "a task ended as %d", code);
    return code;
}

static void begins(void)
{
    atomic_fetch_add(&begun, 1);
}

static void ends(void)
{
    atomic_fetch_add(&ended, 1);
}

/* --- Jobs ------------------------------------------------------------------------------------- */

/* One at a time for each key. */
@thread(serial = key)
int in_turn(int key, int n)
{
    static int inside[KEYS]; /* no atomic: the key is a lock */
    begins();
    defer ends();
    inside[key]++;
    defer inside[key]--; /* a cancel arrives at the await */
    must(inside[key] == 1, "%d jobs of key %d at a time", inside[key], key);
    if (n % 2) await unsync_yield();
    return n;
}

static atomic_int in_pool;

/* It never waits: a job that waits does not count against `max` meanwhile. */
@thread(pool = narrow, max = 2, queue = 3)
int narrow(int n)
{
    begins();
    defer ends();
    must(atomic_fetch_add(&in_pool, 1) < NARROW, "more jobs than threads");
    for (int i = 0; i < n % 4; i++) sched_yield();
    atomic_fetch_sub(&in_pool, 1);
    return n;
}

@thread(abandon)
int abandoned(@len(count) const int *numbers, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) sum += numbers[i];
    must(sum == count * 7, "arguments of an abandoned job are gone");
    return sum;
}

@async
int on_loop(const int *n)
{
    begins();
    defer ends();
    await unsync_sleep((uint64_t) *n % 3);
    if (*n % 11 == 5) unsync_fail(MINE, "on purpose");
    return *n;
}

@thread
int on_thread(const int *n)
{
    begins();
    defer ends();
    await unsync_yield();
    if (*n % 13 == 5) unsync_fail(MINE, "on purpose");
    return *n;
}

/* Copies lie in the caller's memory only until the call returns. */
static unsync_task_of(int) with_copies(void)
{
    int numbers[5] = {7, 7, 7, 7, 7};
    return abandoned(numbers, 5);
}

@async
int after(unsync_task_of(int) task)
{
    begins();
    defer ends();
    return known(catch task) == 0 ? await task + 1 : (unsync_release(task), 0);
}

/* Sees the value that its owner has set, whoever else sets one. */
@async
int looks(const int *expected)
{
    begins();
    defer ends();
    must(unsync_local_get(&mine) == expected, "another task's value");
    await unsync_yield();
    must(unsync_local_get(&mine) == expected, "another task's value");
    return 1;
}

static unsync_task_of(int) some_task(const int *n, uint64_t *state)
{
    switch (below(state, 7)) {
    case 0: return in_turn(*n % KEYS, *n);
    case 1: return narrow(*n);
    case 2: return with_copies();
    case 3: return on_thread(n);
    case 4: return unsync_then(on_loop(n), after);
    case 5: return unsync_then(on_thread(n), after);
    default: return on_loop(n);
    }
}

/* --- Scenes ----------------------------------------------------------------------------------- */

@async
void maps(uint64_t state)
{
    int items[ITEMS], values[ITEMS];
    for (int i = 0; i < ITEMS; i++) items[i] = (int) below(&state, 100);
    unsync_task_of(void) map = below(&state, 2) ? unsync_map(on_loop, items, ITEMS, 2, values)
                                                : unsync_map(on_thread, items, ITEMS, 3, values);
    if (below(&state, 4) == 0) unsync_cancel(map);
    if (below(&state, 4) == 0) (void) unsync_timeout(map, below(&state, 3));
    if (known(catch map) == 0)
        for (int i = 0; i < ITEMS; i++) must(values[i] == items[i], "a value of a map");
}

@async
void executes(uint64_t state)
{
    int items[ITEMS];
    unsync_task_of(int) tasks[ITEMS];
    unsync_executor *executor = unsync_executor_new(1 + below(&state, 3));
    defer unsync_executor_free(executor);
    for (int i = 0; i < ITEMS; i++) {
        items[i] = (int) below(&state, 100);
        tasks[i] = below(&state, 2) ? unsync_executor_submit(executor, on_loop, &items[i])
                                    : unsync_executor_submit(executor, on_thread, &items[i]);
        if (below(&state, 4) == 0) unsync_cancel(tasks[i]);
        if (below(&state, 8) == 0) unsync_executor_close(executor);
    }
    if (below(&state, 3) == 0) return;
    if (below(&state, 2) == 0) await unsync_executor_join(executor);
    for (int i = 0; i < ITEMS; i++) known(catch tasks[i]);
}

@async
void groups(uint64_t state)
{
    int items[ITEMS];
    unsync_group *group = unsync_group_new();
    for (int i = 0; i < ITEMS; i++) {
        items[i] = (int) below(&state, 100);
        unsync_task_of(int) task = some_task(&items[i], &state);
        if (below(&state, 5) == 0) (void) unsync_timeout(task, 1);
        must(unsync_group_add(group, task) == 0, "a member was refused");
    }
    if (below(&state, 4) == 0) unsync_group_cancel(group);
    if (below(&state, 4) == 0) return; /* the group is cancelled and joined */
    unsync_task_of(size_t) wait = unsync_timeout(unsync_group_wait(group), 1 + below(&state, 4));
    if (known(catch wait) == 0)
        for (size_t i = 0; i < unsync_value(wait); i++)
            known(unsync_group_failure(group, i)->code);
    unsync_group_free(group);
}

@async
void completes(uint64_t state)
{
    int items[ITEMS];
    unsync_task_of(int) tasks[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        items[i] = (int) below(&state, 100);
        tasks[i] = some_task(&items[i], &state);
        if (below(&state, 5) == 0) unsync_cancel(tasks[i]);
    }
    unsync_task_of(void) order = unsync_completions(tasks, ITEMS);
    bool told[ITEMS] = {false};
    for (size_t at; (at = await unsync_completed(order)) < ITEMS;) {
        must(!told[at], "told twice");
        told[at] = true;
        known(catch tasks[at]);
        unsync_release(tasks[at]);
        if (below(&state, 20) == 0) return;
    }
    for (int i = 0; i < ITEMS; i++) must(told[i], "not told");
    await order;
}

typedef unsync_promise_of(int) promise;

@async
int hears(promise given)
{
    begins();
    defer ends();
    return await unsync_promise_get(given);
}

struct gift {
    promise given;
    uint64_t state;
};

static atomic_int givers;

static void *gives(void *data)
{
    struct gift *gift = data;
    switch (below(&gift->state, 4)) {
    case 0: unsync_promise_fail(gift->given, UNSYNC_ECANCELED, "not now"); break;
    case 1: unsync_promise_fail(gift->given, MINE, "no"); break;
    default: unsync_promise_set(gift->given, 5);
    }
    unsync_promise_release(gift->given);
    free(gift);
    atomic_fetch_sub(&givers, 1);
    return NULL;
}

static void begin_giving(promise given, uint64_t state)
{
    pthread_t thread;
    struct gift *gift = malloc(sizeof *gift);
    *gift = (struct gift){given, state};
    atomic_fetch_add(&givers, 1);
    must(pthread_create(&thread, NULL, gives, gift) == 0, "no thread");
    pthread_detach(thread);
}

@async
void promises(uint64_t state)
{
    hears_task ears[ITEMS];
    promise given = unsync_promise_new(int);
    defer unsync_promise_release(given);
    begin_giving(unsync_promise_share(given), draw(&state));
    for (int i = 0; i < ITEMS; i++) {
        ears[i] = hears(given);
        if (below(&state, 4) == 0) unsync_cancel(ears[i]);
    }
    for (int i = 0; i < ITEMS; i++)
        if (known(catch ears[i]) == 0) must(unsync_value(ears[i]) == 5, "another value");
}

@async
void values(uint64_t state)
{
    looks_task tasks[ITEMS];
    int own = 0;
    must(unsync_local_set(&mine, &own) == 0, "no value");
    for (int i = 0; i < ITEMS; i++) {
        tasks[i] = looks(&own);
        if (below(&state, 3) == 0) unsync_cancel(tasks[i]);
    }
    await unsync_settle(tasks, ITEMS);
}

static unsync_task_of(void) some_scene(uint64_t *state)
{
    uint64_t own = draw(state);
    switch (below(state, 6)) {
    case 0: return maps(own);
    case 1: return executes(own);
    case 2: return groups(own);
    case 3: return completes(own);
    case 4: return promises(own);
    default: return values(own);
    }
}

@async
int main(void)
{
    uint64_t state = seed();
    for (int round = 0; round < ROUNDS; round++) {
        unsync_task_of(void) scenes[3];
        for (int i = 0; i < 3; i++) {
            scenes[i] = some_scene(&state);
            if (below(&state, 6) == 0) unsync_cancel(scenes[i]);
            if (below(&state, 3) == 0) (void) unsync_timeout(scenes[i], below(&state, 4));
        }
        for (int i = 0; i < 3; i++) {
            known(catch scenes[i]);
            unsync_release(scenes[i]);
        }
        while (givers > 0) await unsync_sleep(1);
        must(await unsync_shutdown(60000) == 0, "a task does not end");
        must(begun == ended, "%ld bodies began, %ld ended", begun, ended);
    }
    return 0;
}
