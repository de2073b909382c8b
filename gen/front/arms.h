/*
 * Arms: a statement that an #if cuts through is written whole into each of its branches.
 *
 *     x = a +                      #if F
 *     #if F                            x = a + await f();
 *         await f()     becomes    #else
 *     #else                            x = a + 0;
 *         0                        #endif
 *     #endif
 *         ;
 *
 * The compiler sees one of the branches in either text, and it is the same. Left as they are:
 * branches of whole statements, branches of whole items of a list, and a statement without an await
 * whose branches the parser may read one after the other. Branches that open a bracket which they
 * do not close, or close one of before: heads.h.
 */
#ifndef GEN_FRONT_ARMS_H
#define GEN_FRONT_ARMS_H

#include "../tree/ast.h"

/*
 * The tokens of a marked function, before its macros are expanded. False: a branch cannot be put
 * right, which was reported.
 */
bool arms_spread(struct unit *unit, token_vector *tokens);

#endif
