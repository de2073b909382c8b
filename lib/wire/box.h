/* box.h: the black box of a worker: a page of memory that outlives it.
 *
 * The worker maps it and leaves in it what its end shall be understood by: which limits it is
 * under, whether a request for memory was refused, and, if it crashes, where. A signal handler
 * needs no system call and no lock to write there. The program never maps it: it reads a copy when
 * the worker is dead, and takes nothing in it for true, for a broken worker may have written
 * anything. */
#ifndef UNSYNC_WIRE_BOX_H
#define UNSYNC_WIRE_BOX_H

#include <stdbool.h>
#include <stdint.h>

enum { UNSYNC__FRAMES_MAX = 40, UNSYNC__MODULES_MAX = 8, UNSYNC__MODULE_NAME = 192 };

/* What a worker cannot hold a body to. */
enum unsync__lack { UNSYNC__LACKS_MEMORY = 1, UNSYNC__LACKS_FENCE = 2, UNSYNC__LACKS_TIMER = 4 };

/* What a faulting instruction did. */
enum unsync__access { UNSYNC__ACCESS_UNKNOWN, UNSYNC__READ, UNSYNC__WRITE, UNSYNC__EXECUTE };

struct unsync__box_frame {
    uint32_t module; /* UNSYNC__MODULES_MAX: none is known */
    uint32_t unused;
    uint64_t offset; /* in the module as its file counts; without one the address */
};

struct unsync__box {
    uint32_t lacks; /* of enum unsync__lack */
    int32_t lacks_errno;
    uint32_t watches;      /* there is a handler of ours for SIGSEGV */
    uint32_t refused;      /* a request for memory beyond the limit was refused before the end */
    uint64_t deadline_ns;  /* the kernel kills then, by CLOCK_MONOTONIC; 0: no timer is set */
    uint64_t cpu_until_ns; /* the same by the CPU time of the process */
    /* The crash; `signal` is written when the rest stands. */
    uint32_t signal; /* 0: there was none */
    int32_t code;    /* si_code */
    uint64_t address;
    int32_t sender; /* si_pid, if a process sent it */
    uint32_t access;
    uint32_t overflowed;  /* the stack */
    uint32_t ticket;      /* of the call whose task it was, where many run, that crashed or called
                             exit; 0: not known */
    uint32_t frame_count; /* how many were walked over */
    /* The innermost in the first half; the rest go round in the second, so that the outermost are
     * there. In a copy all are in order, and frame_count says how many. */
    struct unsync__box_frame frames[UNSYNC__FRAMES_MAX];
    char modules[UNSYNC__MODULES_MAX][UNSYNC__MODULE_NAME]; /* as the loader names them */
};

/* A new one; its descriptor, or -errno. */
int unsync__box_new(void);
/* A copy, with strings that end and counts in range; all zero if there is nothing to read. */
void unsync__box_read(int fd, struct unsync__box *copy);

/* In the worker: what it writes to. Memory of its own if there is no box. */
extern struct unsync__box *unsync__box;
/* In the worker, once: maps the box, closes the descriptor. */
void unsync__box_attach(int fd);
/* Not in a process that a body has forked, which shares the memory. In a handler too. */
bool unsync__box_is_mine(void);
/* There is a box, and this is such a process. */
bool unsync__box_is_anothers(void);

#endif
