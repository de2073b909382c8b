/*
 * Facts: what file scope says of a name, as the user's own preprocessor and headers have it. They
 * hang on the interned name (name->fact, name->macro), so a question costs nothing.
 *
 * With --no-cpp only the file's own text was read: `complete` is false, and an unknown name may be
 * a typedef or a macro of a header.
 */
#ifndef GEN_TREE_FACTS_H
#define GEN_TREE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/intern.h"
#include "../base/source.h"
#include "../base/vector.h"
#include "mark.h"
#include "token.h"

enum fact_kind { FACT_TYPEDEF, FACT_FUNCTION, FACT_VARIABLE, FACT_ENUMERATOR, FACT_MESSAGE };

enum fact_flag {
    FACT_VOID = 1,         /* typedef of void */
    FACT_IS_FUNCTION = 2,  /* typedef of a function type */
    FACT_ARRAY = 4,        /* typedef of an array type */
    FACT_UNSIZED = 8,      /* ... whose first dimension is [] */
    FACT_POINTER = 16,     /* typedef of a pointer */
    FACT_STRUCT = 32,      /* typedef of a struct or union */
    FACT_STATIC = 64,      /* a variable or function that other files cannot name */
    FACT_CONST = 128,      /* the outermost type is const; of an array variable: its elements */
    FACT_UNMARKED = 8192,  /* function: declared without a mark in a file that is included */
    FACT_ANNOTATED = 256,  /* function: a task starter, from this file or a generated header */
    FACT_GENERATOR = 512,  /* function: makes a generator; ANNOTATED too */
    FACT_CODEC = 1024,     /* marker of a message: its codec was declared */
    FACT_MARKED = 4096,    /* function: this file marks it, before or further down */
    FACT_SYSTEM = 2048,    /* declared by a header that the compiler calls a system header */
    FACT_VARIADIC = 1048576, /* function: its parameters end in '...' */
    FACT_VALUED = 524288,  /* enumerator: its value is known */
    FACT_FIXED = 2097152,  /* enumerator: its type is the one that the enum says */
    FACT_NO_RETURN = 262144, /* function: a call of it never comes back */
    FACT_NO_VALUE = 32768, /* the type, of a function its result's, is a handle of a task of void */
    FACT_NO_HANDLE = 16384, /* the type, of a function its result's, is no handle of a task */
    FACT_BY_HAND = 4194304, /* function: an included file declares it, with unsync_task_of(T) */
    FACT_STARTER = 524288, /* function: declared as what starts a task, in a generated header */
    FACT_TAGGED = 65536,   /* typedef: the alias is a tag */
    FACT_TAIL = 131072,    /* marker of a message: its last member is an open array */
};

struct fact {
    enum fact_kind kind;
    uint32_t flags; /* enum fact_flag */
    struct name *alias;          /* of a message's marker: the struct's typedef name, or NULL;
                                    of a typedef: the struct or the typedef that it renames */
    int32_t value;               /* of an enumerator that is VALUED */
    uint32_t parameters;         /* of a function that is VARIADIC: before the '...' */
    uint32_t dimensions;         /* of a typedef of an array of numbers or strings, all of them */
    uint64_t print;              /* of a message's marker: what its name and members are, or 0 */
    uint32_t line;               /* of one that the file marks: of its first declaration, or 0 */
    const struct signature *signature; /* of a starter: how it is declared first, if that is
                                          certain; of its handle in a header: the result alone */
    const struct marking *first; /* of a starter: where this file marked it first, or NULL: it
                                    did not up to here */
};

/* A type as alike.h has it. */
struct signature_type {
    const char *text;
    struct span span;
};

struct signature {
    const char *result; /* or NULL */
    uint32_t count;
    const struct signature_type *types; /* by parameter */
    struct span span, result_span;
    const char *file;   /* an included one, in which it is declared: then spans lead nowhere */
    uint32_t line;
};

/* The lane of a function, and where it is said. */
struct marking {
    uint32_t mark; /* enum mark_id */
    bool is_generator;
    bool is_async;            /* @async stands there, perhaps beside another */
    bool is_open;             /* `()`: its parameters are not said */
    bool is_definition;
    const struct option *options; /* with their numbers and names, not with types and exprs */
    uint32_t parameter_count;
    const struct span *lengths; /* by parameter: its `@len(...)`, or of length 0 */
    struct span span;
};

/* One definition of a macro; a name may have several one after the other. */
struct macro {
    struct name *name;
    bool function_like, variadic;
    uint32_t param_count; /* a variadic one's last is __VA_ARGS__ or its own name */
    struct name **params;
    struct token *body;   /* its own small vector; tokens of the defining text */
    uint32_t body_count;
    uint32_t from_line, to_line; /* in force on lines from_line < line < to_line of the file */
    bool is_unsure; /* --no-cpp: defined under an #if */
    bool expanding; /* while its own expansion is scanned */
    bool is_measured, is_structural; /* extent.c: holds brackets, =, ;, struct, ... */
    int depth;                       /* ... how many more brackets it opens than it closes */
    struct macro *older;
};

struct facts {
    bool complete;             /* the preprocessor was asked */
    bool has_gaps;             /* a declaration was not understood: a name without a fact may be
                                  declared all the same */
    VECTOR(uint32_t) active;   /* lines of the file whose declarations were compiled, rising */
    VECTOR(const char *) files; /* every file it read, the first is the file itself */
    const struct name *stray_mark; /* the first mark in an included file, or NULL */
    const char *stray_file;        /* ... that file */
    uint32_t stray_line;           /* ... and where in it */
    uint32_t stray_include;        /* ... and the line of the file's own that includes it */
};

/* The definition of `name` in force on `line`, or NULL. */
struct macro *macro_at(const struct name *name, uint32_t line);

/* Whether the name is a macro's anywhere on these lines. */
bool macro_between(const struct name *name, uint32_t first_line, uint32_t last_line);

/* The typedef `name` of file scope, or NULL. */
const struct fact *fact_typedef(const struct name *name);

/*
 * Whether what stands on these lines was compiled. If not (a branch of an #if that was not taken),
 * the facts say nothing of the names in it.
 */
bool facts_cover(const struct facts *facts, uint32_t first_line, uint32_t last_line);

/* Whether a call of `name` at file scope starts a task, or makes a generator. */
bool fact_is_annotated(const struct name *name);

/* Whether a call of `name` at file scope makes a generator. */
bool fact_is_generator(const struct name *name);

/*
 * The function that this file marks, perhaps further down, and that the name is, or is made of:
 * f of f_task, f_sync, ...; `is_type`: the name is that of a type. Or NULL.
 */
struct name *fact_origin(struct names *names, struct name *name, bool is_type);

/*
 * What is known once the function `name` was seen with such marks: that calls of it start a task or
 * make a generator, the type of their handles, and what an @async generator is asked with.
 */
void facts_add_function(struct arena *arena, struct names *names, struct name *name,
                        const struct mark *marks);

/*
 * A message: the fact of its marker, the name of the macro that a generated header defines for it.
 * `alias`: the typedef name of the struct, or NULL.
 */
void facts_add_message(struct arena *arena, struct name *marker, struct name *alias);

#endif
