/* death.h: what is known of a dead worker, put into words for the task that it ran.
 *
 * From the kernel: how it ended and what it had used. From its black box: the address, whether
 * memory was refused, whether a timer of the kernel's has killed it. From its standard error: the
 * last lines. What the worker left is not believed, only repeated. Loop thread. */
#ifndef UNSYNC_PROCS_DEATH_H
#define UNSYNC_PROCS_DEATH_H

#include <signal.h>
#include <sys/resource.h>
#include <unsync_gen.h>

#include "../wire/box.h"
#include "voice.h"

struct unsync__proc;

struct unsync__death {
    pid_t pid;
    int error;        /* it could not be spawned: -errno; or 0 */
    int verdict;      /* the program has killed it: why, a code; or 0 */
    int stopped_by;   /* then: the signal that it had been stopped by; or 0 */
    siginfo_t status; /* si_code 0: it was lost */
    struct rusage usage;
    uint64_t seen_ns; /* CLOCK_MONOTONIC */
    struct unsync__box box;
    const struct unsync__kind *culprit; /* whose body it was, where many ran; NULL: not known */
    bool is_bystander;                  /* the task at hand was another one */
    char tail[UNSYNC__TAIL_MAX + 1];
};

/* Of one that has ended; once, its voice ends with it. */
void unsync__death_of(struct unsync__proc *proc, struct unsync__death *death);
/* Has it left a stack, of just this end? */
bool unsync__death_has_stack(const struct unsync__death *death);
/* The code that it is for a task of a function with these limits. */
int unsync__death_code(const struct unsync__death *death, const struct unsync__limits *limits);
/* "worker 12 died in f (f.uc:3) by SIGSEGV (Segmentation fault): it read address 0x10; ...", with
 * `where` after "died". */
void unsync__death_describe(const struct unsync__death *death, const char *where, char *text,
                            size_t size);
/* The same for a task of that function, with the limit that it broke. */
void unsync__death_explain(const struct unsync__death *death, const struct unsync__kind *kind,
                           char *text, size_t size);

#endif
