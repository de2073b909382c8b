/*
 * The three parts of defer: defer.c finds the deferred statements, ways.c the ways through them,
 * hidden.c looks for what would mean something else at the end of the block, where they are
 * emitted. The same walk sees jumps past an array of variable length, in bodies with a frame.
 */
#ifndef GEN_PASS_DEFERRER_H
#define GEN_PASS_DEFERRER_H

#include "../tree/leave.h"

struct label {
    struct name *name;
    uint32_t token;
    struct range block; /* where jumps to it may stand */
};

/* A block around the statement at hand, and what was pending where it begins. */
struct block_level {
    const struct stmt *stmt;
    struct place before;
    bool has_defers;
};

struct deferrer {
    struct ir *ir;
    struct function *function;
    struct place place;              /* where the walk is */
    struct stmt *declaration;        /* the last one that the walk has entered */
    struct set listed;               /* deferred statements that stand in a block */
    VECTOR(struct label) labels;
    VECTOR(struct block_level) blocks;
    VECTOR(const struct stmt *) targets; /* of break and continue, around the statement at hand */
    uint32_t block_expressions;
    uint32_t way_count;
};

void defer_refuse(struct deferrer *deferrer, enum diag_id id, struct range range,
                  const char *hint, const char *message);

/* A note at the message before. */
void defer_point_at(struct deferrer *deferrer, const struct defer *defer);

/* ways.c: which ways lead through which defer, and what leads into one. */
void defer_find_ways(struct deferrer *deferrer);

/*
 * hidden.c: names, macros and arrays of variable length between a defer and the end of its block.
 */
void defer_check_hidden(struct deferrer *deferrer);

#endif
