/* stack.h: the stack of the loop thread, asked for by another thread while it is busy.
 *
 * A signal makes the loop thread write it down (backtrace is async-signal-safe once it was called
 * before). A blocking system call of the task ends with EINTR, as with any signal. */
#ifndef UNSYNC_LOOP_STACK_H
#define UNSYNC_LOOP_STACK_H

#include <stdio.h>
#include <unsync_gen.h>

enum { UNSYNC__STACK_MAX = 48 };

struct unsync__stack {
    const struct unsync__kind *kind; /* of the task that ran; NULL: none did */
    const char *file;                /* where it went on, or where it is marked */
    int line;
    bool resumed; /* it is where it went on */
    int count;    /* of addresses, innermost first */
    void *addresses[UNSYNC__STACK_MAX];
};

/* Loop thread: from now on it can be asked. False: there is no signal left for it. */
bool unsync__stack_open(void);
void unsync__stack_close(void);
/* Another thread, one at a time. False: no answer within a second. */
bool unsync__stack_take(struct unsync__stack *stack);

#endif
