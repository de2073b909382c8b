/*
 * What the files of macro expansion share: expand.c reads tokens and enters macros, argument.c
 * collects what stands in parentheses, substitute.c copies bodies, make.c makes tokens of # and ##.
 */
#ifndef GEN_FRONT_EXPANDER_H
#define GEN_FRONT_EXPANDER_H

#include "../tree/ast.h"

/* A macro's body, parameters replaced, that is being read. */
struct context {
    const struct token *list;
    uint32_t count, at;
    struct macro *macro;
    struct context *below;
};

/* Tokens with the contexts above them: the item, or one argument. */
struct stream {
    const struct token *list;
    uint32_t count, at;
    struct context *top;
    bool is_file; /* the list is the user's text */
};

enum {
    CALLS_DEEP_MAX = 200,      /* calls in arguments of calls */
    CALL_TOKENS_MAX = 1000000, /* that one call may become */
    HELD_TOKENS_MAX = 4000000  /* in arguments of calls in arguments, at a time */
};

struct argument {
    token_vector raw, expanded;
    bool is_expanded;
};

struct expander {
    struct unit *unit;
    struct names *names;
    struct token head;  /* the name of the outermost call */
    uint32_t call;      /* its number, 0: outside of calls */
    uint32_t line;      /* its line: which definitions are in force */
    uint32_t counter;   /* __COUNTER__ inside calls */
    uint32_t first_token; /* of the call's expansion, in the vector it goes to */
    VECTOR(uint32_t) spelled; /* positions of argument tokens that # or ## used */
    bool is_off;        /* the item is not compiled */
    uint32_t deep;      /* calls in arguments of calls */
    uint32_t held;      /* tokens in their arguments */
    bool failed;
};

/* ---- expand.c ---- */

/* Reports at the outermost call; nothing more is expanded in this item. */
void expander_fail(struct expander *expander, const struct macro *macro, const char *hint,
                   const char *problem);

/* The next token, contexts first; false at the end. */
bool stream_read(struct expander *expander, struct stream *stream, struct token *token);

/* Appends everything that is left in the stream, expanded. */
void expand_stream(struct expander *expander, struct stream *stream, token_vector *out);

/* ---- make.c ---- */

struct token make_number(struct expander *expander, uint32_t number);

/* What # makes of an argument. */
struct token make_string(struct expander *expander, const token_vector *argument);

/* Pastes `right` to the last token. If that is no token both stay, and the compiler says so. */
void make_pasted(struct expander *expander, token_vector *out, const struct token *right);

void token_set_spaced(struct token *token, bool is_spaced);

/* ---- argument.c ---- */

/* The arguments up to the closing parenthesis, one for each parameter. False: it was reported. */
bool arguments_read(struct expander *expander, struct stream *stream, const struct macro *macro,
                    struct argument *arguments);

/* The argument expanded as a text of its own; done once. */
const token_vector *argument_expanded(struct expander *expander, struct argument *argument);

void arguments_free(struct expander *expander, struct argument *arguments, uint32_t count);

/* ---- substitute.c ---- */

/* The macro's body with the arguments in it, appended to `out`. */
void substitute(struct expander *expander, const struct macro *macro, struct argument *arguments,
                token_vector *out);

#endif
