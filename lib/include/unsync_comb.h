/* unsync_comb.h: tasks made of tasks. For people; unsync.h includes it. annotations/combinators.md
 * is the guide.
 *
 * All of them may be called from annotated functions, plain C, libuv callbacks and any thread,
 * never suspend or block, and need memory for one task: without it the handle has failed as
 * UNSYNC_ENOMEM. */
#ifndef UNSYNC_COMB_H
#define UNSYNC_COMB_H

#include <unsync.h>

#pragma pack(push)
#pragma pack()
#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Arrays of handles --------------------------------------------------------------------------
 * As unsync_gather: the handles (`count` of one type, none NULL) stay the caller's, and the array
 * has to stay until the task has ended; then every one of them has ended, and is awaited or
 * released.
 *
 * unsync_settle(handles, count): a task without value. No outcome cancels the others; it fails only
 *   if it is cancelled itself.
 * unsync_race(handles, count): a task with a size_t, the index of the one that ended first, well or
 *   failed. The others are cancelled.
 * unsync_first(handles, count): a task with a size_t, the index of the first that ended well; the
 *   others are cancelled. If all fail it fails as the last of them.
 * With no handles race and first fail as UNSYNC_EINVAL. */
struct unsync__task *unsync__settle(const void *handles, size_t count);
struct unsync__task *unsync__race(const void *handles, size_t count);
struct unsync__task *unsync__first(const void *handles, size_t count);
#ifdef __cplusplus
#define unsync__array_of(handles) (&*(handles))
#define unsync__typed(type, ...) (reinterpret_cast<type>(__VA_ARGS__))
#else
#define unsync__array_of(handles) ((void) sizeof(unsync__of(*(handles))), (handles))
#define unsync__typed(type, ...) ((type) (__VA_ARGS__))
#endif
#define unsync_settle(handles, count)                                                              \
    unsync__typed(unsync_task_of(void), unsync__settle(unsync__array_of(handles), (count)))
#define unsync_race(handles, count)                                                                \
    unsync__typed(unsync_task_of(size_t), unsync__race(unsync__array_of(handles), (count)))
#define unsync_first(handles, count)                                                               \
    unsync__typed(unsync_task_of(size_t), unsync__first(unsync__array_of(handles), (count)))

/* unsync_completions(handles, count): a task that ends when all have ended, as unsync_settle, and
 *   that meanwhile tells in which order they do. A handle that has ended is the caller's at once.
 * unsync_completed(completions): a task with a size_t, the index of the next one that has ended,
 *   each is told once; `count` when all were. Not after the handle of unsync_completions was
 *   consumed. */
struct unsync__task *unsync__completions(const void *handles, size_t count);
struct unsync__task *unsync__completed(struct unsync__task *completions);
#define unsync_completions(handles, count)                                                         \
    unsync__typed(unsync_task_of(void), unsync__completions(unsync__array_of(handles), (count)))
#define unsync_completed(completions)                                                              \
    unsync__typed(unsync_task_of(size_t), unsync__completed(unsync__of(completions)))

/* --- Chains --------------------------------------------------------------------------------------
 * unsync_then(handle, function): a task that waits for the handle, which it consumes, then calls
 *   function(handle) on the loop thread and ends as the task that this has given does. `function`
 *   takes the handle, which has ended, well or not, and starts a task: a marked function with a
 *   handle as its only parameter, or a plain one that calls one; its result type is that of
 *   unsync_then's handle. A cancel before that cancels the handle, and the function is not called.
 *   Values up to 1 MiB. */
struct unsync__task *unsync__then(struct unsync__task *handle,
                                  struct unsync__task *(*function)(void *), size_t size,
                                  size_t align);

/* --- Groups --------------------------------------------------------------------------------------
 * Tasks that are added while others run, from any thread, and whose failures are all kept.
 *
 * A group belongs to the task that made it: when that leaves, the group is cancelled and joined.
 * One made in plain C lasts until it is freed. */
typedef struct unsync_group unsync_group;
/* An empty group; NULL without memory. Freed by unsync_group_free, or with the task that made
 * it. */
unsync_group *unsync_group_new(void);
/* int unsync_group_add(group, handle): the task becomes a member, the handle is consumed. A member
 * that ends well is freed at once, its value disposed of. 0; UNSYNC_ENOMEM: the handle was that of
 * a start without memory, which is a failure of the group as others are; UNSYNC_ECANCELED: the
 * group ends, the member is cancelled and joined. On a foreign thread it asks the loop thread, some
 * 20 us; as do the three below. */
int unsync__group_add(unsync_group *group, struct unsync__task *task);
#define unsync_group_add(group, handle) unsync__group_add((group), unsync__of(handle))
/* A task that ends when no member runs; its value is the number of failures so far, which count as
 * seen. The group stays as it is: more may be added, more may wait. */
__attribute__((warn_unused_result)) unsync_task_of(size_t) unsync_group_wait(unsync_group *group);
/* Asks all members that run now to end; that they end so is no failure. The group stays usable. */
void unsync_group_cancel(unsync_group *group);
/* The failures in the order in which they came, starts without memory last, index from 0; NULL:
 * there are not so many. The group's, until it is freed. */
const struct unsync_failure *unsync_group_failure(unsync_group *group, size_t index);
/* Cancels the members, and frees the group when they have ended. A failure that nobody has seen is
 * printed. NULL is allowed. */
void unsync_group_free(unsync_group *group);

/* --- Values of a task ----------------------------------------------------------------------------
 * A key is a variable of static storage: `static unsync_local user;`. A value counts for the task
 * that set it and for all that is below it in the tree, in the lanes of this process, unless one
 * nearer has another; it ends with the task. In a @thread body both functions ask the loop thread,
 * some 20 us. */
typedef struct unsync_local {
    char unsync__nil;
} unsync_local;
/* For the task that this code runs for. What it points to is the caller's, and has to stay until
 * the task has ended. 0; UNSYNC_EINVAL: no task runs here; UNSYNC_ENOMEM. */
int unsync_local_set(const unsync_local *key, void *value);
/* NULL: nobody has set it, or no task runs here. */
void *unsync_local_get(const unsync_local *key);

/* --- Maps and executors --------------------------------------------------------------------------
 * A function for many arguments, so many at a time. The function starts a task, in whatever lane,
 * and has one parameter, a pointer. It is called on the loop thread. Values up to 1 MiB.
 *
 * unsync_map(function, items, count, limit, results): calls function(&items[i]) for each of the
 *   `count` items in order, `limit` tasks at a time (0: all), and puts the value of each into
 *   results[i]; with NULL for results they are disposed of. A task without value. The first
 *   failure is its own: what runs is cancelled, nothing more starts. Both arrays have to stay
 *   until it has ended.
 * unsync_executor_submit(executor, function, argument): a task that waits until fewer than the
 *   limit run in the executor, calls function(argument) and ends as the task that this has given.
 *   First come, first served. It belongs to who submits it. Fails as UNSYNC_ECANCELED if the
 *   executor is closed.
 * unsync_executor_map(executor, function, items, count, results): unsync_map, each call
 * submitted. */
typedef struct unsync_executor unsync_executor;
struct unsync__mapping {
    const void *unsync__items;
    size_t unsync__item_size, unsync__count, unsync__limit;
    void *unsync__results;
    size_t unsync__size, unsync__align;
};
struct unsync__task *unsync__map(unsync_executor *executor,
                                 struct unsync__task *(*function)(void *),
                                 const struct unsync__mapping *mapping);
struct unsync__task *unsync__executor_submit(unsync_executor *executor,
                                             struct unsync__task *(*function)(void *),
                                             void *argument, size_t size, size_t align);

/* An executor that runs up to `limit` calls at a time (0 counts as 1); NULL without memory. */
unsync_executor *unsync_executor_new(size_t limit);
/* From now on submissions fail; those that wait still run. On a foreign thread some 20 us. */
void unsync_executor_close(unsync_executor *executor);
/* Closes it; a task that ends when all that was submitted has ended. */
__attribute__((warn_unused_result)) unsync_task_of(void)
    unsync_executor_join(unsync_executor *executor);
/* Closes it and gives it up; what was submitted still runs. NULL is allowed. */
void unsync_executor_free(unsync_executor *executor);

/* --- Promises ------------------------------------------------------------------------------------
 * A value that will be given by somebody who is no task: a libuv callback, a foreign thread, a
 * signal watcher. Any thread may give it, once; any number of tasks may wait for it, each gets a
 * copy.
 *
 * unsync_promise_of(T) is its type, T may be void. NULL without memory from
 * unsync_promise_new(T): an empty one. Ended by unsync_promise_release.
 * unsync_promise_get(p): a task with a T that ends when the value is given, at once if it was.
 * unsync_promise_set(p, value): gives the value, which is copied (what a pointer in it points to
 *   belongs to who gave it). unsync_promise_done(p): the same for void. Both, and
 * unsync_promise_fail(p, code, "format", ...): every task that waits fails so. These three: 0, or
 *   UNSYNC_EINVAL, if it was given before: then nothing has happened. They never block.
 * unsync_promise_share(p): one holder more; gives p back. Each holder calls
 * unsync_promise_release(p): the last one frees it. If nobody gave it a value, those who wait fail
 *   as UNSYNC_ECANCELED. NULL is allowed. */
struct unsync__promise_tag;
struct unsync__promise;
#define unsync_promise_of(T) __typeof__(__typeof__(T) (*)(struct unsync__promise_tag *))
struct unsync__promise *unsync__promise_new(size_t size, size_t align);
struct unsync__task *unsync__promise_get(struct unsync__promise *promise);
int unsync__promise_set(struct unsync__promise *promise, const void *value);
__attribute__((format(printf, 3, 4))) int unsync__promise_fail(struct unsync__promise *promise,
                                                               int code, const char *format, ...);
void unsync__promise_share(struct unsync__promise *promise);
void unsync__promise_release(struct unsync__promise *promise);

#define unsync_promise_fail(promise, ...)                                                          \
    unsync__promise_fail(unsync__promise_of(promise), __VA_ARGS__)
#define unsync_promise_release(promise) unsync__promise_release(unsync__promise_of(promise))

#ifdef __cplusplus
} /* templates below */
template <class T> struct unsync__layout {
    typedef T unsync__type;
    enum : size_t { size = sizeof(T), align = alignof(T) };
};
template <> struct unsync__layout<void> {
    typedef void unsync__type;
    enum : size_t { size = 0, align = 1 };
};
template <class T>
inline struct unsync__promise *unsync__promise_of(T (*promise)(unsync__promise_tag *))
{
    return reinterpret_cast<struct unsync__promise *>(promise);
}
#define unsync_promise_new(T)                                                                      \
    (reinterpret_cast<unsync_promise_of(T)>(                                                       \
        unsync__promise_new(unsync__layout<T>::size, unsync__layout<T>::align)))
template <class T>
inline T (*unsync_promise_get(T (*promise)(unsync__promise_tag *)))(unsync__tag *)
{
    return reinterpret_cast<T (*)(unsync__tag *)>(unsync__promise_get(unsync__promise_of(promise)));
}
template <class T, class From>
inline int unsync_promise_set(T (*promise)(unsync__promise_tag *), const From &from)
{
    T copy = from;
    return unsync__promise_set(unsync__promise_of(promise), &copy);
}
inline int unsync_promise_done(void (*promise)(unsync__promise_tag *))
{
    return unsync__promise_set(unsync__promise_of(promise), nullptr);
}
template <class P> inline P unsync_promise_share(P promise)
{
    unsync__promise_share(unsync__promise_of(promise));
    return promise;
}
template <class T, class U>
inline U (*unsync_then(T (*handle)(unsync__tag *),
                       U (*(*function)(T (*)(unsync__tag *)))(unsync__tag *)))(unsync__tag *)
{
    return reinterpret_cast<U (*)(unsync__tag *)>(
        unsync__then(unsync__of(handle),
                     reinterpret_cast<struct unsync__task *(*) (void *)>(function),
                     unsync__layout<U>::size, unsync__layout<U>::align));
}
typedef struct unsync__task *unsync__start_function(void *);
template <class U, class A> inline unsync__start_function *
unsync__as_starter(U (*(*function)(A *))(unsync__tag *))
{
    return reinterpret_cast<unsync__start_function *>(function);
}
/* The function may take another pointer than that of the argument, as one to const. */
template <class U, class A, class From>
inline U (*unsync_executor_submit(unsync_executor *executor, U (*(*function)(A *))(unsync__tag *),
                                  From *from))(unsync__tag *)
{
    A *argument = from;
    return reinterpret_cast<U (*)(unsync__tag *)>(unsync__executor_submit(
        executor, unsync__as_starter(function), const_cast<void *>((const void *) argument),
        unsync__layout<U>::size, unsync__layout<U>::align));
}
template <class U, class A, class From>
inline unsync_task_of(void)
    unsync__map_in(unsync_executor *executor, U (*(*function)(A *))(unsync__tag *), From *from,
                   size_t count, size_t limit, typename unsync__layout<U>::unsync__type *results)
{
    A *items = from;
    const struct unsync__mapping mapping = {items,   sizeof *from, count, limit,
                                            results, unsync__layout<U>::size,
                                            unsync__layout<U>::align};
    return reinterpret_cast<unsync_task_of(void)>(
        unsync__map(executor, unsync__as_starter(function), &mapping));
}
#define unsync_map(function, items, count, limit, results)                                         \
    unsync__map_in(nullptr, function, items, count, limit, results)
#define unsync_executor_map(executor, function, items, count, results)                             \
    unsync__map_in(executor, function, items, count, 0, results)
extern "C" {
#else
#define unsync__then_type(handle, function) __typeof__((function)(handle))
#define unsync__then_value(handle, function)                                                       \
    unsync__value_type((unsync__then_type(handle, function)) 0)
/* Through a type that compilers let pass; all handles, and all objects, are passed as one pointer.
 * */
#define unsync__as_starter(function)                                                               \
    ((struct unsync__task * (*) (void *) )(void (*)(void))(function))
#define unsync_then(handle, function)                                                              \
    ((unsync__then_type(handle, function)) unsync__then(                                           \
        unsync__of(handle), unsync__as_starter(function),                                          \
        sizeof(unsync__then_value(handle, function)),                                              \
        _Alignof(unsync__then_value(handle, function))))

#define unsync_executor_submit(executor, function, argument)                                       \
    ((unsync__then_type(argument, function)) unsync__executor_submit(                              \
        (executor), unsync__as_starter(function), (void *) (argument),                             \
        sizeof(unsync__then_value(argument, function)),                                            \
        _Alignof(unsync__then_value(argument, function))))
#define unsync__map_in(executor, function, items, count, limit, results)                           \
    ((unsync_task_of(void)) unsync__map(                                                           \
        (executor), unsync__as_starter(function),                                                  \
        &(struct unsync__mapping){(items), sizeof *(items), (count), (limit),                      \
                                  1 ? (results)                                                    \
                                    : (unsync__then_value(&(items)[0], function) *) 0,             \
                                  sizeof(unsync__then_value(&(items)[0], function)),               \
                                  _Alignof(unsync__then_value(&(items)[0], function))}))
#define unsync_map(function, items, count, limit, results)                                         \
    unsync__map_in(NULL, function, items, count, limit, results)
#define unsync_executor_map(executor, function, items, count, results)                             \
    unsync__map_in(executor, function, items, count, 0, results)

#define unsync__promised(promise) __typeof__((promise)((struct unsync__promise_tag *) 0))
#define unsync__promise_of(promise)                                                                \
    ((void) sizeof(unsync__promised(promise) *), (struct unsync__promise *) (promise))
#define unsync__promise_slot(T) unsync__value_type((unsync_task_of(T)) 0)
#define unsync_promise_new(T)                                                                      \
    ((unsync_promise_of(T)) unsync__promise_new(sizeof(unsync__promise_slot(T)),                   \
                                                _Alignof(unsync__promise_slot(T))))
#define unsync_promise_get(promise)                                                                \
    ((unsync_task_of(unsync__promised(promise))) unsync__promise_get(unsync__promise_of(promise)))
/* An array of one: what initialises it may be of any type, a struct too. */
#define unsync_promise_set(promise, ...)                                                           \
    unsync__promise_set(unsync__promise_of(promise), (unsync__promised(promise)[1]){__VA_ARGS__})
#define unsync_promise_done(promise)                                                               \
    unsync__promise_set((1 ? unsync__promise_of(promise)                                           \
                           : (struct unsync__promise *) (unsync_promise_of(void)){(promise)}),     \
                        NULL)
#define unsync_promise_share(promise)                                                              \
    (unsync__promise_share(unsync__promise_of(promise)), (promise))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
