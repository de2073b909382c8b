/*
 * Codec: how a @cpu_bound function's arguments and result, and the members of a @message, cross a
 * process boundary. Made by gen/pass/pack*.c, printed by gen/emit/emit_codec.c and its siblings.
 *
 * A function's arguments cross as members of its frame, a message as members of itself, so both are
 * lists of fields, and a field has a shape: what a type is to msgpack, layer by layer. Fields of
 * plain type cross first, in their order; then what may need their values as lengths or tags.
 */
#ifndef GEN_TREE_CODEC_H
#define GEN_TREE_CODEC_H

#include "ir.h"

enum shape_kind {
    SHAPE_PLAIN,   /* arithmetic, enum or string: the C compiler picks the function by the type */
    SHAPE_BITS,    /* a bit-field */
    SHAPE_MESSAGE, /* a message by value */
    SHAPE_POINTER, /* to one `element`, or NULL */
    SHAPE_LIST,    /* @len(n): to n of them, or NULL */
    SHAPE_ARRAY,   /* so many of them as its type says */
    SHAPE_TAIL,    /* @len(n) T name[]: the end of a struct */
    SHAPE_GROUP,   /* a struct that is written inside of a message */
    SHAPE_UNION    /* @tag(name): one of `fields` */
};

struct shape {
    enum shape_kind kind;
    bool is_text;                  /* PLAIN: certainly a string */
    bool is_checked;               /* PLAIN: a name hides its type; the compiler checks it */
    bool is_pointer;               /* ... and it is known for a pointer */
    bool is_bool;                  /* PLAIN: not every byte is one */
    bool is_const;                 /* POINTER, LIST: the pointer itself */
    const char *type;              /* BITS: without its width */
    const struct message *message; /* MESSAGE */
    const struct shape *element;   /* POINTER, LIST, ARRAY, TAIL */
    const struct expr *len;        /* LIST, TAIL: the length; UNION: the tag */
    const struct derivation *rows; /* LIST: of rows of variable length, else NULL */
    const char *cell;              /* ... the type of what they consist of, as `element` does */
    struct fields *fields;         /* GROUP, UNION */
};

/* Which way a parameter goes. */
enum field_way { WAY_IN, WAY_OUT, WAY_INOUT };

struct field {
    struct shape shape;
    enum field_way way;
    bool is_fd;               /* PLAIN: a descriptor that is handed over */
    const char *name;         /* "": the members of a struct or union without a name */
    uint32_t line;            /* of the file, for what the compiler says of the type */
    const struct mark *when;  /* of a member of a union: for which tags it is meant */
    struct field *next;
};

struct fields {
    struct field *first, **end;
    uint32_t count;
};

struct message {
    const char *name;         /* the tag, or the typedef's name: part of emitted names, NAME_free */
    const char *type;         /* "struct point" or "point" */
    struct name *tag, *typedef_name; /* by which of them it is known; NULL: not by this one */
    struct item *item;        /* NULL: not at hand */
    bool is_ahead;            /* it is defined further down: its codec has to be declared */
    bool is_foreign;          /* the struct is defined elsewhere, not by the item */
    bool has_tail;            /* its size depends on its value: it goes by pointer only */
    uint64_t print;           /* of its name and members: of other ones it is another */
    struct fields fields;
    struct message *next;
};

struct codec {
    const char *signature;    /* the function as it is declared, for messages */
    uint64_t print;           /* the function's identity among workers */
    struct fields fields;
    bool has_result;
    struct field result;      /* name "unsync__value" */
};

/* What a list or an array, or an array of arrays, consists of; of other shapes, themselves. */
const struct shape *shape_leaf(const struct shape *shape);

/* Whether that is plain: it crosses as one block or as a list of strings. */
bool shape_is_flat(const struct shape *shape);

/* + - * / % << >> of two: what is computed in lengths, where a hostile value must not overflow. */
bool is_computed(const struct expr *expr);

/* Whether values of the shape lead to memory that belongs to them. */
bool shape_owns(const struct shape *shape);

#endif
