/*
 * The parts of pack: pack.c goes through the items and makes lists of fields, pack_type.c says how
 * a type crosses, pack_message.c which messages there are.
 */
#ifndef GEN_PASS_PACKER_H
#define GEN_PASS_PACKER_H

#include "../tree/codec.h"

/* What a type is part of, for messages. */
struct packing {
    struct ir *ir;
    struct item *item;
    const char *what;  /* "parameter", "member", "result" */
    bool may_own;      /* pointers to non-const are fine: a member or a result */
    bool is_result;
};

/* ---- pack_type.c ---- */

void pack_refuse(const struct packing *place, enum diag_id id, struct range range, const char *hint,
                 const char *message);

bool pack_points_at_const(const struct specs *specs);

/* How a type crosses, in the field. False: it was refused. */
bool pack_type(const struct packing *place, const struct specs *specs,
               const struct derivation *step, const struct mark *marks, struct field *field);

/* ---- pack_message.c ---- */

/* Whether the codec is declared from here on for the first time. */
bool pack_declare_codec(struct ir *ir, const char *kind, const struct name *name);

struct message *pack_new_message(struct ir *ir, struct name *tag, struct name *typedef_name);

/* The message that the specifiers name, or NULL. */
const struct message *pack_find_message(struct ir *ir, const struct specs *specs);

/* A statement that disposes of the value in the frame; NULL: there is nothing to dispose of. */
const char *pack_drop(struct ir *ir, const struct function *function);

#endif
