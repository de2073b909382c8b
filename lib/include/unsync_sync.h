/* unsync_sync.h: what tasks and threads wait with for each other; a part of unsync.h.
 *
 * Every operation that may have to wait gives a handle: `await` it in an annotated function, in
 * plain C unsync_result or unsync_wait it. All of these objects may be used by loop tasks, by jobs
 * of any lane but @cpu_bound, and by threads of your own at the same time. Things are handed over
 * in the order of arrival. A waiter that is cancelled, or whose deadline passes, leaves no trace:
 * its place in the line is gone, and what it was just given goes to the next. For that, a handle of
 * the loop has to be awaited or released by its task; on other threads an operation that need not
 * wait is over when the call returns, and a cancel does not end the body at its await, except at
 * the 128th of a body, which is undone. Operations without a handle never wait or suspend.
 *
 * The objects that are structs belong to the caller, are ready when all their bytes are zero or
 * with the initialiser named, must not be copied or moved while they are used, need no destruction,
 * and must stay until the last operation on them has returned and all its handles are gone. */
#ifndef UNSYNC_H
#include <unsync.h> /* which includes this one */
#elif !defined UNSYNC_SYNC_H
#define UNSYNC_SYNC_H

#ifdef __cplusplus
extern "C" {
#endif

struct unsync__ticket;
struct unsync__gate {
    uint32_t unsync__mode, unsync__busy;
};
struct unsync__line {
    struct unsync__ticket *unsync__first, *unsync__last;
    size_t unsync__count;
};
#define UNSYNC__AT_REST {0, 0}, {0, 0, 0}

/* --- Lock -----------------------------------------------------------------------------------
 * unsync_lock_take: ends when the lock is the caller's. It belongs to nobody in particular: whoever
 *   gives it back gives it to the first in the line. Who takes it twice waits for ever.
 * unsync_lock_try: 0, it is taken now, or UNSYNC_EAGAIN.
 * unsync_lock_give: gives it back. One that nobody has: message, abort.
 * unsync_locks_take: takes `count` locks, in an order that is the same for everybody (by address),
 *   so that two who want the same ones never wait for each other; a lock named twice is taken once.
 *   The array is copied. When it fails none of them is held: UNSYNC_ENOMEM, or what was asked of
 *   it.
 * unsync_locks_give: gives them all back; the same locks. */
struct unsync_lock {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    bool unsync__taken;
};
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_lock_take(struct unsync_lock *lock);
int unsync_lock_try(struct unsync_lock *lock);
void unsync_lock_give(struct unsync_lock *lock);
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_locks_take(struct unsync_lock *const *locks, size_t count);
void unsync_locks_give(struct unsync_lock *const *locks, size_t count);

/* A lock that its owner may take again; it is free when it was given back as often. The owner is
 * the task or job that takes it, in plain C the thread. Given back by somebody else: message,
 * abort. */
struct unsync_recursive_lock {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    const void *unsync__owner;
    size_t unsync__depth;
};
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_recursive_lock_take(struct unsync_recursive_lock *lock);
int unsync_recursive_lock_try(struct unsync_recursive_lock *lock);
void unsync_recursive_lock_give(struct unsync_recursive_lock *lock);

/* --- Read-write lock: many readers or one writer ----------------------------------------------
 * unsync_rwlock_read, unsync_rwlock_write: end when the lock is the caller's so. Readers that come
 *   after a waiting writer wait behind it. Like a lock it belongs to nobody in particular.
 * unsync_rwlock_try_read, unsync_rwlock_try_write: 0, it is taken now, or UNSYNC_EAGAIN.
 * unsync_rwlock_give_read, unsync_rwlock_give_write: give it back. One that nobody has taken so:
 *   message, abort. */
struct unsync_rwlock {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    size_t unsync__readers;
    bool unsync__written;
};
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_rwlock_read(struct unsync_rwlock *lock);
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_rwlock_write(struct unsync_rwlock *lock);
int unsync_rwlock_try_read(struct unsync_rwlock *lock);
int unsync_rwlock_try_write(struct unsync_rwlock *lock);
void unsync_rwlock_give_read(struct unsync_rwlock *lock);
void unsync_rwlock_give_write(struct unsync_rwlock *lock);

/* --- Semaphore: `count` permits --------------------------------------------------------------
 * unsync_semaphore_take: ends when one permit is the caller's.
 * unsync_semaphore_try: 0, one is taken now, or UNSYNC_EAGAIN.
 * unsync_semaphore_give: adds `count` permits, taken before or new; as many of the first in the
 *   line go on. More than a size_t counts: message, abort. */

struct unsync_semaphore {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    size_t unsync__permits;
};
#define UNSYNC_SEMAPHORE(count) {UNSYNC__AT_REST, (count)}
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_semaphore_take(struct unsync_semaphore *semaphore);
int unsync_semaphore_try(struct unsync_semaphore *semaphore);
void unsync_semaphore_give(struct unsync_semaphore *semaphore, size_t count);

/* --- Event: a flag that can be waited for ---------------------------------------------------
 * unsync_event_wait ends when the flag is set, at once if it is. unsync_event_set wakes all who
 *   wait. */
struct unsync_event {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    bool unsync__set;
};
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_event_wait(struct unsync_event *event);
void unsync_event_set(struct unsync_event *event);
void unsync_event_clear(struct unsync_event *event);
bool unsync_event_is_set(struct unsync_event *event);

/* --- Condition ------------------------------------------------------------------------------
 * unsync_condition_wait: gives `lock`, which the caller holds, back, waits for a signal, and takes
 *   the lock again: however it ends, as UNSYNC_ECANCELED or UNSYNC_ETIMEDOUT too, the lock is held
 *   then; so `defer unsync_lock_give(&lock);` is right. UNSYNC_ENOMEM: it was not given back. Wait
 *   in a loop that looks at what is waited for.
 * unsync_condition_signal: wakes the first in the line; unsync_condition_signal_all: all of them.
 *   With or without the lock. A signal for somebody who is cancelled meanwhile goes to the next. */
struct unsync_condition {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
};
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_condition_wait(struct unsync_condition *condition, struct unsync_lock *lock);
void unsync_condition_signal(struct unsync_condition *condition);
void unsync_condition_signal_all(struct unsync_condition *condition);

/* --- Barrier: `count` meet, again and again --------------------------------------------------
 * unsync_barrier_wait: ends when `count` wait, which starts the next round. One that is cancelled
 *   has not come. A barrier for nobody (a count of 0): message, abort. */

struct unsync_barrier {
    struct unsync__gate unsync__gate;
    struct unsync__line unsync__line;
    size_t unsync__parties;
    uint64_t unsync__round;
};
#define UNSYNC_BARRIER(count) {UNSYNC__AT_REST, (count), 0}
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_barrier_wait(struct unsync_barrier *barrier);

/* --- Queue: `unsync_queue_of(T)`, bounded ---------------------------------------------------
 * unsync_queue_new(T, capacity): an empty queue of items of type T, or NULL without memory (a
 *   capacity of 0 too). unsync_queue_new_ordered(T, capacity, compare): the item that `compare` (as
 *   for qsort) puts first is got first, equal ones in the order in which they came.
 * unsync_queue_put(q, const T *item): copies the item in (now; `item` may change after the call),
 *   waiting while the queue is full. UNSYNC_ECLOSED: it was not put, and is still the caller's. A
 *   cancel that comes when a waiting put has been let in ends the waiter at its next wait.
 * unsync_queue_get(q, T *item): waits for an item. `*item` must stay until the handle is gone.
 *   UNSYNC_ECLOSED: the queue is closed and empty.
 * unsync_queue_try_put, unsync_queue_try_get: 0, or UNSYNC_EAGAIN, UNSYNC_ECLOSED.
 * unsync_queue_close(q): no more items; who waits to put fails, what is in it can still be got.
 * unsync_queue_done(q): an item that was got has been dealt with. unsync_queue_join(q): ends when
 *   that was said of every item that was ever put. More often than there were items: message,
 *   abort.
 * unsync_queue_count(q): how many items are in it now.
 * unsync_queue_free(q): NULL is allowed; while somebody waits: message, abort. What the items that
 *   are left in it own is not freed: close, then get or try_get them before. */
struct unsync__queue_tag;
struct unsync__queue;
#define unsync_queue_of(T) __typeof__(__typeof__(T) (*)(struct unsync__queue_tag *))
#define unsync_queue_new(T, capacity)                                                              \
    ((unsync_queue_of(T)) unsync__queue_new(sizeof(T), (capacity), 0))
#define unsync_queue_new_ordered(T, capacity, compare)                                             \
    ((unsync_queue_of(T)) unsync__queue_new(sizeof(T), (capacity), (compare)))
#define unsync__queue_item(handle) __typeof__((handle)((struct unsync__queue_tag *) 0))
#define unsync__queue(handle)                                                                      \
    ((void) sizeof(unsync__queue_item(handle) *), (struct unsync__queue *) (handle))
#define unsync_queue_put(handle, item)                                                             \
    unsync__queue_put(unsync__queue(handle),                                                       \
                      (1 ? (item) : (const unsync__queue_item(handle) *) 0))
#define unsync_queue_get(handle, item)                                                             \
    unsync__queue_get(unsync__queue(handle), (1 ? (item) : (unsync__queue_item(handle) *) 0))
#define unsync_queue_try_put(handle, item)                                                         \
    unsync__queue_try_put(unsync__queue(handle),                                                   \
                          (1 ? (item) : (const unsync__queue_item(handle) *) 0))
#define unsync_queue_try_get(handle, item)                                                         \
    unsync__queue_try_get(unsync__queue(handle), (1 ? (item) : (unsync__queue_item(handle) *) 0))
#define unsync_queue_close(handle) unsync__queue_close(unsync__queue(handle))
#define unsync_queue_done(handle) unsync__queue_done(unsync__queue(handle))
#define unsync_queue_join(handle) unsync__queue_join(unsync__queue(handle))
#define unsync_queue_count(handle) unsync__queue_count(unsync__queue(handle))
#define unsync_queue_free(handle) unsync__queue_free(unsync__queue(handle))

struct unsync__queue *unsync__queue_new(size_t size, size_t count,
                                        int (*compare)(const void *, const void *));
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync__queue_put(struct unsync__queue *queue, const void *item);
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync__queue_get(struct unsync__queue *queue, void *item);
int unsync__queue_try_put(struct unsync__queue *queue, const void *item);
int unsync__queue_try_get(struct unsync__queue *queue, void *item);
void unsync__queue_close(struct unsync__queue *queue);
void unsync__queue_done(struct unsync__queue *queue);
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync__queue_join(struct unsync__queue *queue);
size_t unsync__queue_count(struct unsync__queue *queue);
void unsync__queue_free(struct unsync__queue *queue);

/* --- Broadcast: `unsync_broadcast_of(T)`; every reader sees every item ----------------------
 * unsync_broadcast_new(T, capacity): keeps the last `capacity` items; NULL without memory.
 * unsync_broadcast_send(b, const T *item): never waits. 0, or UNSYNC_ECLOSED.
 * unsync_broadcast_close(b): no more items; readers read what is left, then UNSYNC_ECLOSED.
 * unsync_broadcast_free(b): after its readers; else: message, abort.
 * unsync_reader_new(b): an unsync_reader_of(T), which sees what is sent from now on; NULL without
 *   memory. For one task or thread at a time.
 * unsync_reader_get(r, T *item): waits for its next item; `*item` must stay until the handle is
 *   gone. UNSYNC_ELAGGED, once: it missed items, the next one is the oldest that is left.
 *   UNSYNC_ECLOSED. What a reader was given when its task was cancelled counts as read.
 * unsync_reader_try_get(r, T *item): 0, UNSYNC_EAGAIN, UNSYNC_ELAGGED, UNSYNC_ECLOSED.
 * unsync_reader_free(r): NULL is allowed; while somebody waits with it: message, abort. */
struct unsync__broadcast_tag;
struct unsync__reader_tag;
struct unsync__broadcast;
struct unsync__reader;
#define unsync_broadcast_of(T) __typeof__(__typeof__(T) (*)(struct unsync__broadcast_tag *))
#define unsync_reader_of(T) __typeof__(__typeof__(T) (*)(struct unsync__reader_tag *))
#define unsync__broadcast_item(handle) __typeof__((handle)((struct unsync__broadcast_tag *) 0))
#define unsync__reader_item(handle) __typeof__((handle)((struct unsync__reader_tag *) 0))
#define unsync__broadcast(handle)                                                                  \
    ((void) sizeof(unsync__broadcast_item(handle) *), (struct unsync__broadcast *) (handle))
#define unsync__reader(handle)                                                                     \
    ((void) sizeof(unsync__reader_item(handle) *), (struct unsync__reader *) (handle))
#define unsync_broadcast_new(T, capacity)                                                          \
    ((unsync_broadcast_of(T)) unsync__broadcast_new(sizeof(T), (capacity)))
#define unsync_broadcast_send(handle, item)                                                        \
    unsync__broadcast_send(unsync__broadcast(handle),                                              \
                           (1 ? (item) : (const unsync__broadcast_item(handle) *) 0))
#define unsync_broadcast_close(handle) unsync__broadcast_close(unsync__broadcast(handle))
#define unsync_broadcast_free(handle) unsync__broadcast_free(unsync__broadcast(handle))
#define unsync_reader_new(handle)                                                                  \
    ((unsync_reader_of(unsync__broadcast_item(handle)))                                            \
         unsync__reader_new(unsync__broadcast(handle)))
#define unsync_reader_get(handle, item)                                                            \
    unsync__reader_get(unsync__reader(handle),                                                     \
                       (1 ? (item) : (unsync__reader_item(handle) *) 0))
#define unsync_reader_try_get(handle, item)                                                        \
    unsync__reader_try_get(unsync__reader(handle),                                                 \
                           (1 ? (item) : (unsync__reader_item(handle) *) 0))
#define unsync_reader_free(handle) unsync__reader_free(unsync__reader(handle))

struct unsync__broadcast *unsync__broadcast_new(size_t size, size_t count);
int unsync__broadcast_send(struct unsync__broadcast *broadcast, const void *item);
void unsync__broadcast_close(struct unsync__broadcast *broadcast);
void unsync__broadcast_free(struct unsync__broadcast *broadcast);
struct unsync__reader *unsync__reader_new(struct unsync__broadcast *broadcast);
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync__reader_get(struct unsync__reader *reader, void *item);
int unsync__reader_try_get(struct unsync__reader *reader, void *item);
void unsync__reader_free(struct unsync__reader *reader);

/* --- Select ---------------------------------------------------------------------------------
 * unsync_select(h1, h2, ...): up to eight handles of any types (operations of queues and locks,
 *   unsync_sleep, tasks). Ends when the first of them has, with its index from 0, whether that one
 *   failed or not. All handles stay the caller's, and the others go on: they can be selected again,
 *   awaited or released. More than one may have ended: ask unsync_done before giving one up,
 *   because what has been done stays done; one that still waits leaves no trace when it is
 *   released. A cancel or deadline of the select is one of all of them. */
unsync_task_of(size_t) unsync__select(struct unsync__task *const *handles, size_t count);
#ifdef __cplusplus
} /* extern "C" */
template <class... u_types> inline unsync_task_of(size_t) unsync_select(u_types... u_handles)
{
    struct unsync__task *const u_list[] = {unsync__of(u_handles)...};
    return unsync__select(u_list, sizeof...(u_handles));
}
#else
#define unsync__h1(a) unsync__of(a)
#define unsync__h2(a, ...) unsync__of(a), unsync__h1(__VA_ARGS__)
#define unsync__h3(a, ...) unsync__of(a), unsync__h2(__VA_ARGS__)
#define unsync__h4(a, ...) unsync__of(a), unsync__h3(__VA_ARGS__)
#define unsync__h5(a, ...) unsync__of(a), unsync__h4(__VA_ARGS__)
#define unsync__h6(a, ...) unsync__of(a), unsync__h5(__VA_ARGS__)
#define unsync__h7(a, ...) unsync__of(a), unsync__h6(__VA_ARGS__)
#define unsync__h8(a, ...) unsync__of(a), unsync__h7(__VA_ARGS__)
#define unsync__h(a, b, c, d, e, f, g, h, n, ...) unsync__h##n
#define unsync__handles(...)                                                                       \
    unsync__h(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)(__VA_ARGS__)
#define unsync_select(...)                                                                         \
    unsync__select((struct unsync__task *const[]){unsync__handles(__VA_ARGS__)},                   \
                   sizeof((struct unsync__task *const[]){unsync__handles(__VA_ARGS__)}) /          \
                       sizeof(void *))
#endif
#endif
