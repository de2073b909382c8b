/*
 * Codec: how a @cpu_bound function's arguments and result, and the members of a @message, cross a
 * process boundary. Made by gen/pass/pack.c, printed by gen/emit/emit_codec.c.
 *
 * A function's arguments cross as members of its frame, a message as members of itself, so both are
 * lists of fields. Fields of plain type cross first, in their order; then what may need their
 * values as lengths.
 */
#ifndef GEN_TREE_CODEC_H
#define GEN_TREE_CODEC_H

#include "ir.h"

enum field_kind {
    FIELD_PLAIN,   /* arithmetic, enum or string: the C compiler picks the function by the type */
    FIELD_BLOCK,   /* @len(n): an array of arithmetic type, as one block */
    FIELD_MESSAGE, /* a message by value */
    FIELD_POINTER  /* a pointer to a message, or NULL */
};

struct field {
    enum field_kind kind;
    const char *name;
    uint32_t line;            /* of the file, for what the compiler says of the type */
    bool is_text;             /* PLAIN: certainly a string */
    bool is_checked;          /* PLAIN, BLOCK: a name hides its type; the compiler checks it */
    struct range len;         /* BLOCK: the tokens of the length */
    const struct message *message; /* MESSAGE, POINTER */
};

typedef VECTOR(struct field) field_vector;

struct message {
    const char *name;         /* the tag, or the typedef's name: part of emitted names, NAME_free */
    const char *type;         /* "struct point" or "point" */
    struct name *tag, *typedef_name; /* by which of them it is known; NULL: not by this one */
    struct item *item;        /* NULL: not at hand */
    bool is_ahead;            /* it is defined further down: its codec has to be declared */
    field_vector fields;
    struct message *next;
};

struct codec {
    const char *signature;    /* the function's identity among workers */
    field_vector fields;
    bool has_result;
    struct field result;      /* name "unsync__value" */
};

#endif
