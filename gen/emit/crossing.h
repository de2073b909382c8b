/*
 * Crossing: statements that pack and unpack values by their shape (tree/codec.h), and that give
 * back what they own; crossing.c and owning.c. The functions around them are emit_codec.c's and
 * emit_message.c's.
 *
 * In emitted code unsync__p is the packer, unsync__u the unpacker, unsync__m a message.
 */
#ifndef GEN_EMIT_CROSSING_H
#define GEN_EMIT_CROSSING_H

#include "../base/buffer.h"
#include "../tree/codec.h"

/* Where a value stands, and where the statements go. */
struct crossing {
    struct buffer *out;
    struct ir *ir;
    const struct fields *fields;   /* that lengths and tags name */
    const char *object;            /* what leads to them: "unsync__m->" */
    const struct crossing *outer;  /* of the struct around those, or NULL */
    const char *length;            /* of the list at hand, if it was computed before; else NULL */
    uint32_t level;                /* of the indentation */
    uint32_t loops;                /* around: their variables have numbers */
};

/* A line, indented. */
__attribute__((format(printf, 2, 3)))
void crossing_line(const struct crossing *at, const char *format, ...);

/* The number of elements of a list, the tag of a union: the user's expression. */
const char *crossing_length(const struct crossing *at, const struct shape *shape);

/* The same as it is written, for its type. */
const char *crossing_words(const struct crossing *at, const struct shape *shape);

/* A plain value that the flat list or array consists of, for its type: "(values)[0][0]". */
const char *crossing_item(struct ir *ir, const struct shape *shape, const char *value);

/* What the runtime is to take those for: UNSYNC__NUMBERS, or what the compiler finds. */
const char *crossing_items(const struct crossing *at, const struct shape *shape,
                           const char *value);

typedef void crossing_put(const struct crossing *at, const struct shape *shape, const char *value);

crossing_put put_pack;
crossing_put put_unpack;

/* All of them, in the order in which they cross. */
void crossing_fields(const struct crossing *at, crossing_put *put);

/* The other way round: what is given back is no length or tag of something any more. */
void crossing_fields_back(const struct crossing *at, crossing_put *put);

/* Whether the field crosses in that round of three; `at` a round from 0. */
bool crossing_is_round(const struct field *field, unsigned round);

/* A member: "unsync__m->end". */
const char *crossing_member(const struct crossing *at, const struct field *field);

/* The same place among the members of a struct or union inside. */
struct crossing crossing_into(const struct crossing *at, const struct shape *shape,
                              const char *value);

/* A loop around what follows, up to crossing_end(). Returns the element. */
const char *crossing_loop(const struct crossing *at, struct crossing *inner, const char *value,
                          const char *count);
void crossing_end(const struct crossing *at);

/* A switch over the tag of a union around what `put` makes of its members. */
void crossing_switch(const struct crossing *at, const struct shape *shape, const char *value,
                     crossing_put *put, const char *otherwise);

/* Frees what the value leads to: what a user has, and what a worker has after it was sent. */
crossing_put put_clear;
crossing_put put_release;

#endif
