/*
 * Interned names: every spelling exists once, so names are compared by pointer, and what is known
 * of a name hangs on the name itself: no other hash table is needed in the generator.
 *
 * The slots belong to the stages (see gen/tree/token.h for the words, gen/tree/facts.h for `macro`
 * and `fact`); base does not look into them. There is one table per processed file.
 */
#ifndef GEN_BASE_INTERN_H
#define GEN_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct name {
    struct macro *macro;  /* its macro definitions, newest first, or NULL */
    struct fact *fact;    /* what file scope says of it, or NULL */
    void *binding;        /* innermost block-scope symbol while a function is parsed; else NULL */
    uint32_t len;
    uint8_t word;         /* token kind of a C keyword, 0: an ordinary identifier */
    uint8_t mark;         /* 1 + enum mark_id, 0: no mark has this name */
    uint8_t operation;    /* `await`, `catch`, ...: enum word, 0: none */
    uint8_t blocking;     /* 1 + row of annotations/blocking.def, 0: none */
    uint8_t lock;         /* 1 + row of a lock or unlock function there, 0: none */
    char text[];          /* NUL-terminated */
};

/* Open addressing: the hash stands beside, so that other names are not looked at on the way. */
struct name_place {
    struct name *name;    /* NULL: free */
    uint32_t hash;
};

struct names {
    struct arena arena;
    struct name_place *places;
    uint32_t count, mask;
};

void names_open(struct names *names);
void names_close(struct names *names);

/* The one name spelled text[0..len). */
struct name *names_intern(struct names *names, const char *text, size_t len);
struct name *names_intern_text(struct names *names, const char *text);

/* The name of an identifier as a source spells it: \u00e4 is the same letter as its UTF-8. */
struct name *names_intern_spelled(struct names *names, const char *text, size_t len);

#endif
