/* trace.h: what UNSYNC_DEBUG=1 knows of a task beyond its head: how old it is, whether anybody ever
 * waited for it, where it was last seen, who consumed it.
 *
 * It lies before the frame, in memory that frames have only then; without the variable nothing of
 * this exists. Tasks that have no frame (static ones, stand-ins on a stack) have none. */
#ifndef UNSYNC_CORE_TRACE_H
#define UNSYNC_CORE_TRACE_H

#include <unsync_gen.h>

#include "../base/debug.h"

struct unsync__trace {
    uint64_t born_ms;
    const char *at_file; /* the last await that its body came to; NULL: none */
    const char *user;    /* the function that consumed it; NULL: none known */
    const char *user_file;
    int at_line, user_line;
    uint8_t budget; /* the true one: that in the head sends every await the long way */
    bool attended;  /* somebody waited for it, looked at its outcome or cancelled it */
};

/* NULL: it has none. Any thread. */
struct unsync__trace *unsync__trace_of(const struct unsync__task *task);
/* A new frame, which has one. */
void unsync__trace_begin(struct unsync__task *task);
/* Somebody waits for it, or looks at its outcome. Any thread. */
void unsync__trace_attend(const struct unsync__task *task);
/* The frame is about to be freed, on account of who runs. Loop thread. */
void unsync__trace_end(struct unsync__task *task);
/* The task leaves in order, with children left: says which of them nobody ever waited for. */
void unsync__trace_leave(const struct unsync__task *task);
uint64_t unsync__trace_now_ms(void);

#endif
