/*
 * Heads: an #if whose branches open a bracket that they do not close, or close one of before. What
 * stands from the begin of the statement on, up to where all branches are through with it, is
 * written whole into each of them; an #if in it that asks the same is decided there.
 *
 *     #if A                               #if A
 *         if (x) {                            if (x) {
 *     #else                                       f();
 *         for (;;) {                          } else g();
 *     #endif                  becomes     #else
 *             f();                            for (;;) {
 *         }                                       f();
 *     #if A                                   }
 *         else g();                       #endif
 *     #endif
 *
 * A branch in which that is impossible is left to the compiler, as an #error.
 */
#ifndef GEN_FRONT_HEADS_H
#define GEN_FRONT_HEADS_H

#include "nesting.h"

/* Whether the parser may read what stands in the branch after what stands before it. */
bool heads_are_harmless(const struct scan *scan, const struct group *group);

enum spreading {
    SPREADING_DONE,  /* in scan->tokens; the scan is void */
    SPREADING_OUTER, /* the group around it has to be spread first */
    SPREADING_LARGE, /* the function would grow beyond the limit */
    SPREADING_NONE   /* there is no place where all branches are through */
};

struct terms {
    uint32_t most;      /* tokens that the function may have then */
    bool gives_up_rest; /* where no branch is compiled may be an #error: the last resort */
};

/* Spreads the group, which has just ended; *from is where the new text begins. */
enum spreading heads_spread(struct scan *scan, const struct group *group,
                            const struct terms *terms, uint32_t *from);

#endif
