/* relay.h: a task that starts another one with a function, and ends as that one does.
 *
 * Its frame is made for a value of any size: head, value, and behind the value its own fields,
 * where `state` says. The function is called from the ready queue, never from inside the end of
 * another task: so a chain of relays may be of any length. The other task is its child, so cancels
 * and deadlines reach it through the tree; what the function left besides is joined. unsync_then
 * and the executor build on it. Loop thread, but for unsync__relay_new. */
#ifndef UNSYNC_COMB_RELAY_H
#define UNSYNC_COMB_RELAY_H

#include <unsync_gen.h>

typedef struct unsync__task *unsync__starter(void *argument);

struct unsync__relay {
    unsync__starter *function;
    void *argument;
    struct unsync__task *inner;              /* what the function has started */
    void (*drop)(struct unsync__task *task); /* of the inner task's function, for the value */
    size_t size, align;                      /* of the value */
    struct unsync__task *task;
    void *keeper; /* for who keeps a list of them: themselves, their links (NULL: in none) */
    struct unsync__relay *next, **back;
    bool is_admitted;
};

/* A task of that kind that is not started; NULL without memory. Any thread. */
struct unsync__task *unsync__relay_new(const struct unsync__kind *kind, unsync__starter *function,
                                       void *argument, size_t size, size_t align);
struct unsync__relay *unsync__relay_of(const struct unsync__task *task);
/* For lanes: what it waited for has ended, so it is ready. */
void unsync__relay_wake(struct unsync__task *task, struct unsync__task *child);
/* Once it is ready: calls the function, if that is still to be done. True if there is nothing more
 * to wait for: then unsync__relay_end. */
bool unsync__relay_go_on(struct unsync__task *task);
/* Takes over the inner task's outcome, or that of being asked if there is none, and resolves. */
void unsync__relay_end(struct unsync__task *task);
/* For kinds: disposes of a value that nobody took. */
void unsync__relay_drop(struct unsync__task *task);

#endif
