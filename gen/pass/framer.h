/*
 * The parts of frame: frame.c goes through what a body keeps, room.c does what has a variable
 * length, bound.c typedefs that depend on a local, branch.c looks at what stands under an #if,
 * mention.c at what a type needs.
 */
#ifndef GEN_PASS_FRAMER_H
#define GEN_PASS_FRAMER_H

#include "../tree/ir.h"

struct framer {
    struct ir *ir;
    struct function *function;
    struct set fields;    /* names of fields so far */
    uint32_t literals;
    const struct symbol *renamed; /* (room) the name whose uses are looked for */
    struct set bound;     /* (bound) typedefs that are written out */
    /* What the type of a slot mentions, while its type is walked. */
    uint8_t layer;
    const char *obstacle;
    struct range inside; /* a statement expression of it that says itself what its names mean */
};

/* ---- frame.c ---- */

/* The user's name, or one made from it if there is a field of that name already. */
const char *frame_field(struct framer *framer, const char *name);

/*
 * The attribute in the pieces that a frame, or a type that is said again, would lose: the first
 * token that names it, or 0.
 */
uint32_t frame_lost_attribute(const struct unit *unit, const struct piece *pieces);

/* ---- mention.c ---- */

/* Looks at the type, and at the initialiser if it decides it (else NULL), and sets framer->layer;
 * false: it was refused. */
bool mention_look(struct framer *framer, struct specs *specs, struct declarator *declarator,
                  struct expr *init);

/* The initialiser with the directives around it. */
struct range mention_whole_init(const struct framer *framer, const struct declarator *declarator,
                                const struct expr *init);

/* ---- bound.c ---- */

/* Finds the typedefs that are written out, and refuses names that would mean something else. */
void bound_types(struct framer *framer);

/* They get their texts, once all locals have names. */
void bound_names(struct framer *framer);

/* ---- branch.c ---- */

/* Refuses a local whose slot cannot stand under the conditions of its declarations. */
void branch_check(struct framer *framer, const struct local *local);

/* The same of a local without a slot, whose name may be that of one with a slot outside. */
void branch_check_plain(struct framer *framer, const struct local *local);

/* ---- room.c ---- */

/*
 * A local of variable length: its sizes are members of the frame, and so is a pointer to its
 * storage, or the pointer that it is. Sets its field. A typedef with an await behind it: its sizes
 * are.
 */
void room_place(struct framer *framer, struct local *local);
void room_place_type(struct framer *framer, struct symbol *symbol);

/* A static pointer to such: it moves to the function's head, its sizes are members too. */
void room_place_static(struct framer *framer, const struct declarator *declarator);

/* All typedefs of the declaration are written out where they are used. */
void room_name_type(struct framer *framer, struct symbol *symbol);

/* What they are called where they are used, once all slots have names. */
void room_names(struct framer *framer);

/* A parameter that points at arrays of variable length; false: it does not, or cannot be kept. */
bool room_parameter(struct framer *framer, struct parameter *parameter);

#endif
