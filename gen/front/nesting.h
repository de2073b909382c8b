/*
 * Nesting: the open brackets of a marked function, each with the statement that is open in it, and
 * the #if that are open, told from its tokens before macros are expanded.
 *
 * Frames are never changed, only replaced, so that what stood at an #if is still there at its
 * #else. Behind an #endif the scan goes on with what stood at the end of the first branch.
 */
#ifndef GEN_FRONT_NESTING_H
#define GEN_FRONT_NESTING_H

#include "../tree/ast.h"
#include "directive.h"

enum {
    NOWHERE = UINT32_MAX,
    BRANCHES_MAX = 64 /* of one #if */
};

struct frame {
    uint32_t open;  /* index of the bracket; NOWHERE: the file */
    uint32_t start; /* of the statement at hand; NOWHERE: none has begun */
    uint32_t dos;   /* `do` without its `while`, of that statement */
    uint32_t depth; /* frames around it */
    bool is_block, is_record, has_tag;
    bool has_for;     /* that statement */
    bool may_declare; /* one of its statements so far */
    const struct frame *outer;
};

/* What stands at a place. */
struct standing {
    const struct frame *frame;
    uint32_t last;             /* the token before, no directive */
};

/* An #if that is open. */
struct group {
    struct standing begin;               /* at its #if */
    struct standing ends[BRANCHES_MAX];  /* of its branches */
    uint32_t at[BRANCHES_MAX];           /* #if, #else, #endif */
    uint32_t count;
    uint32_t low;              /* the least depth inside of it */
    bool is_ended;             /* the statement, in the last branch */
    bool is_loose;             /* it stands in the middle of a statement */
    bool is_cut, is_lost;      /* ... but not each branch can be put in the place of another */
    bool is_uneven;            /* ... since one opens a bracket or closes one of before */
    bool heads_await;          /* an await stands in it, but in no block that it opens */
    struct group *outer;
};

struct scan {
    struct unit *unit;
    struct arena *arena; /* of frames and groups */
    token_vector *tokens;
    const struct frame *frame;
    struct group *group;
    uint32_t last;       /* token before, no directive */
    uint32_t last_open;  /* of the parenthesis that was closed last */
    uint64_t *work;      /* tokens and directives that were looked at, also by copies of the scan */
};

static inline enum token_kind kind_at(const struct scan *scan, uint32_t i)
{
    return i < scan->tokens->count ? (enum token_kind) scan->tokens->list[i].kind : TOKEN_END;
}

/* Whether the token there is await, catch, yield or yield_from. */
bool awaits_at(const struct scan *scan, uint32_t i);

/* The kind of the token after it that is no directive. */
enum token_kind nesting_next(const struct scan *scan, uint32_t i);

/* Steps over a token that is no directive; `next` is the kind of the one that follows. */
void nesting_step(struct scan *scan, uint32_t i, enum token_kind next);

/* Over #if; #elif, #else; #endif. The last gives the group that has ended, or NULL. */
void group_open(struct scan *scan, uint32_t i);
void group_next(struct scan *scan, uint32_t i);
struct group *group_close(struct scan *scan, uint32_t i);

enum directive directive_at(const struct scan *scan, uint32_t i);

/* Adds those tokens to another list. */
void scan_copy(token_vector *out, const token_vector *tokens, uint32_t from, uint32_t end);

/* Whether each #if between the two has its #endif there. */
bool groups_are_whole(const struct scan *scan, uint32_t from, uint32_t end);

/*
 * The block whose statement holds what stands in the frame: a statement expression is a part of
 * one.
 */
const struct frame *block_of(const struct frame *frame);

/* The frame itself or the one around it that has that depth. */
const struct frame *frame_at_depth(const struct frame *frame, uint32_t depth);

/* Whether the two have the same brackets open, and their statements have begun or not alike. */
bool frames_alike(const struct frame *one, const struct frame *other);

#endif
