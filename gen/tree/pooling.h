/*
 * Pooling: what the options of a @thread function say of its jobs: their pool, their order, and
 * whether they may be left behind. Made by gen/pass/pool.c, printed by gen/emit/pooling.c.
 *
 * An abandoned job has its own copy of every argument, so each parameter is a number, which the
 * copy of the frame holds, or text or an array, which is copied behind that.
 */
#ifndef GEN_TREE_POOLING_H
#define GEN_TREE_POOLING_H

#include "ir.h"

/* A parameter that more than its slot is to be copied of, or whose type the compiler has to
 * decide. */
struct copied {
    uint32_t parameter; /* its index */
    uint32_t line;      /* of the file, for what the compiler says of the type */
    const char *count;  /* of an array: the expression of its @len; NULL: text, if it is that */
    bool is_checked;    /* its type is hidden behind a name */
};

struct pooling {
    const char *pool;   /* NULL: the one that has no name */
    int64_t max, queue; /* 0: nothing was said */
    const char *key;    /* of serial: an expression, or NULL */
    uint32_t key_line;  /* of the file, for what the compiler says of it */
    bool is_daemon, is_abandoned;
    bool result_is_checked; /* its type is hidden behind a name */
    struct copied *copies;
    uint32_t copy_count;
};

#endif
