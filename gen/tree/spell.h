/*
 * From tokens back to text.
 *
 * spell_range() prints a range of unit.tokens. A macro call whose whole expansion lies in the range
 * is printed as the user wrote it, with replacements made in its arguments, if that means the same:
 * no token of the macro's own body is replaced, every copy of an argument's token is replaced
 * alike, and no replaced one is stringified or pasted. Else its expansion is printed; where the
 * compiler would expand that once more, against C's rules, the name is put in parentheses, or an
 * error is reported on unit->diag.
 */
#ifndef GEN_TREE_SPELL_H
#define GEN_TREE_SPELL_H

#include "../base/buffer.h"
#include "ast.h"

/*
 * What stands for token `index`: NULL: the token itself; "": nothing; else that text. Asked once or
 * more a token, must always answer alike. Where more than the token's own name stands in the text,
 * the part that the parentheses go around, if they must, is between SPELL_OPEN and SPELL_CLOSE.
 */
#define SPELL_OPEN '\1'
#define SPELL_CLOSE '\2'
typedef const char *spell_replace(void *context, uint32_t index);

/* `replace` may be NULL. White space before the first token is not printed. */
void spell_range(struct buffer *out, const struct unit *unit, struct range range,
                 spell_replace *replace, void *context);

/* The same without comments and with macro calls expanded, on one line but for directives. */
void spell_words(struct buffer *out, const struct unit *unit, struct range range,
                 spell_replace *replace, void *context);

/* The text of one token. */
void spell_token(struct buffer *out, const struct unit *unit, uint32_t index);

#endif
