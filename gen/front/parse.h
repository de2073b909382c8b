/*
 * The grammar: which parser file offers what to the others.
 */
#ifndef GEN_FRONT_PARSE_H
#define GEN_FRONT_PARSE_H

#include "parser.h"

/* ---- parse_mark.c ---- */

/*
 * Appends the mark at the cursor (MARK, or [[unsync:: ...]]) to the list. `places`: enum
 * mark_place.
 */
void parse_mark(struct parser *parser, struct mark **marks, uint32_t places);

/* Whether the cursor is on [[unsync:: */
bool at_attribute_mark(const struct parser *parser);

/* ---- parse_begin.c ---- */

/* Whether a declaration begins at the cursor (else: an expression or a statement). */
bool at_declaration(const struct parser *parser);

/* Whether a type name begins `count` tokens after the cursor. */
bool at_type_name(const struct parser *parser, uint32_t count);

/* Whether a declaration specifier other than a name begins with such a token. */
bool begins_specifier(enum token_kind kind);

/* Whether unsync_task_of(T) or unsync_generator_of(T) stands at `index`, not expanded. */
bool is_task_of(const struct parser *parser, uint32_t index);

/* Whether nothing is known of the name at `index`, so that it may be a type. */
bool is_unknown_name(const struct parser *parser, uint32_t index);

/* ---- parse_type.c ---- */

/* `places`: the marks that may stand here, 0: none. */
struct specs *parse_specs(struct parser *parser, uint32_t places);

/* Attribute groups at the cursor, appended to the list. */
void parse_attributes(struct parser *parser, struct piece **pieces);

/* _Static_assert(...), without the ;. Gives the condition. */
struct expr *parse_static_assert(struct parser *parser);

/* ---- parse_decl.c ---- */

enum declarator_form { DECLARATOR_NAMED, DECLARATOR_ABSTRACT, DECLARATOR_EITHER };
struct declarator *parse_declarator(struct parser *parser, enum declarator_form form);

struct type_name *parse_type_name(struct parser *parser);

/* A declaration in a block or a for header, with its ; */
struct decl *parse_block_declaration(struct parser *parser);

/*
 * The rest of a declaration of file scope after its first declarator: asm, attributes, init, more.
 */
void parse_init_declarators(struct parser *parser, struct decl *decl);

/* ---- parse_expr.c ---- */

struct expr *parse_expression(struct parser *parser); /* with commas */
struct expr *parse_assignment(struct parser *parser); /* without */
struct expr *parse_constant(struct parser *parser);   /* a conditional expression */

/* ---- parse_primary.c ---- */

struct expr *parse_primary(struct parser *parser);
struct expr *parse_type_argument(struct parser *parser); /* a type where a builtin takes one */

/* ---- parse_init.c ---- */

struct expr *parse_initializer(struct parser *parser);
struct designator *parse_designators(struct parser *parser); /* .a[3].b; NULL if there is none */

/* ---- parse_stmt.c ---- */

struct stmt *parse_compound(struct parser *parser);

#endif
