/*
 * Walk: every statement, declaration and expression of a body, in source order, without a hook
 * where nothing is to be done. Types are walked too: the size of an array, the operand of a typeof,
 * the members of a struct.
 */
#ifndef GEN_TREE_WALK_H
#define GEN_TREE_WALK_H

#include "ast.h"

struct walk {
    void *context;
    /* Each may be NULL. `enter` returns false to keep out of what is below; then `leave` is not
       called. */
    bool (*enter_stmt)(struct walk *, struct stmt *);
    void (*leave_stmt)(struct walk *, struct stmt *);
    bool (*enter_expr)(struct walk *, struct expr *);
    void (*leave_expr)(struct walk *, struct expr *);
    /* A type, before what is in it. */
    bool (*enter_specs)(struct walk *, struct specs *);
    /* A declarator of a block's declaration, between its type and its initialiser. */
    void (*declarator)(struct walk *, struct decl *, struct declarator *);
};

void walk_stmt(struct walk *walk, struct stmt *stmt);
void walk_expr(struct walk *walk, struct expr *expr); /* NULL is fine */
void walk_specs(struct walk *walk, struct specs *specs);
/* The sizes and parameters of a declarator, not its initialiser. */
void walk_declarator(struct walk *walk, struct declarator *declarator);

#endif
