/*
 * What bodies do that is no matter of one function alone: `warn` collects it from each annotated
 * function, and from the plain functions of the file that these call; `reach` draws the conclusions
 * at the end of the file. A few bytes a call, without the tree, which is gone by then.
 */
#ifndef GEN_PASS_EFFECTS_H
#define GEN_PASS_EFFECTS_H

#include "../tree/blocking.h"

enum effect_kind {
    EFFECT_BLOCKS, /* a call that may block: `blocking`, `text` */
    EFFECT_CALLS,  /* a call of a function that may be one of the file's plain ones */
    EFFECT_READS,  /* a variable of file scope */
    EFFECT_WRITES
};

struct effect {
    enum effect_kind kind;
    struct name *name;
    struct span span;
    const char *cure;  /* BLOCKS */
};

/* A function, and its run of the list of effects. */
struct actor {
    struct name *name;
    enum mark_id lane;    /* MARK_COUNT: a plain function */
    uint32_t begin;       /* of a plain function: see struct plain */
    uint32_t first, count;
    uint32_t stamp;       /* of the search that came by */
    bool is_read;         /* its effects are in the list */
    bool keeps;           /* CPU_BOUND: runs in one worker only */
    bool is_async;        /* it runs on a loop, also if that is a worker's */
    bool is_quiet;        /* nothing that it calls blocks */
};

struct effects {
    VECTOR(struct effect) list;
    VECTOR(struct actor) actors;
};

#endif
