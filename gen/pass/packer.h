/*
 * The parts of pack: pack.c goes through the items, pack_fields.c makes lists of fields of them,
 * pack_type.c says how a type crosses, pack_message.c which messages there are, pack_print.c by
 * what two programs are told apart.
 */
#ifndef GEN_PASS_PACKER_H
#define GEN_PASS_PACKER_H

#include "../tree/codec.h"

/* What a type is part of. */
struct packing {
    struct ir *ir;
    struct item *item;
    const char *what;  /* for messages: "parameter", "member", "result" */
    const struct fields *fields; /* that it is one of */
    const struct packing *outer; /* where those are a member themselves, or NULL */
    const struct mark *marks;    /* of the declaration */
    enum field_way way;          /* of a parameter */
    bool may_own;      /* pointers to non-const are fine: a member or a result */
    bool is_parameter, is_result;
    bool is_variable;  /* the parameter leads to rows whose length other parameters say */
    bool is_single;    /* a pointer without @len leads to one object: the parameter says so */
    bool is_element;   /* of a list or an array */
    bool is_last;      /* of the members of a message: an array may be open */
};

/* ---- pack_fields.c ---- */

/* The members of a message. */
void pack_members(struct ir *ir, struct message *message);

/* The members of a struct or union that is written inside of another one; NULL: refused. */
struct fields *pack_group(const struct packing *place, const struct specs *specs);

void fields_add(struct packing *place, struct fields *fields, struct field field);

/* A length is computed on both sides: from fields that cross before it. */
void pack_check_lengths(const struct packing *place, const struct fields *fields);

/* ---- pack_type.c ---- */

void pack_refuse(const struct packing *place, enum diag_id id, struct range range, const char *hint,
                 const char *message);

bool pack_points_at_const(const struct specs *specs);

/* A typedef of a pointer or an array. */
bool pack_hides_pointer(const struct specs *specs);

/* How a type crosses. False: it was refused. */
bool pack_type(const struct packing *place, const struct specs *specs,
               const struct derivation *step, struct shape *shape);

/* ---- pack_message.c ---- */

/* Whether the codec is declared from here on for the first time. */
bool pack_declare_codec(struct ir *ir, const char *kind, const struct name *name);

struct message *pack_new_message(struct ir *ir, struct name *tag, struct name *typedef_name);

/* The message that the specifiers name, or NULL. */
const struct message *pack_find_message(struct ir *ir, const struct specs *specs);

/* The rest of the file, and those that include it, know what was found out about it. */
void pack_keep_message(struct ir *ir, const struct message *message);

/* A statement that disposes of the value in the frame; NULL: there is nothing to dispose of. */
const char *pack_drop(struct ir *ir, const struct function *function);

/* ---- pack_print.c ---- */

void pack_print_message(struct ir *ir, struct message *message);
void pack_print_function(struct ir *ir, const struct function *function, struct codec *codec);

#endif
