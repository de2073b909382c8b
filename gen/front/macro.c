#include "macro.h"

#include <string.h>

#include "lex.h"

/* Ends the definition in force, if there is one. */
static void end_macro(struct name *name, uint32_t line)
{
    if (name->macro && name->macro->to_line == UINT32_MAX)
        name->macro->to_line = line;
}

static void add_param(struct arena *arena, struct macro *macro, struct name *name)
{
    struct name **params = arena_alloc(arena, (macro->param_count + 1) * sizeof *params);

    if (macro->param_count)
        memcpy(params, macro->params, macro->param_count * sizeof *params);
    params[macro->param_count++] = name;
    macro->params = params;
}

/* (a, b, rest...): the cursor is behind the parenthesis. False: it is not well formed. */
static bool read_params(struct arena *arena, struct lexer *lexer, struct macro *macro)
{
    bool after_name = false;
    struct token token;

    for (lex_next(lexer, &token); token.kind != TOKEN_RPAREN; lex_next(lexer, &token)) {
        if (token.kind == TOKEN_ELLIPSIS) {
            macro->variadic = true;
            if (!after_name) /* else the name before it stands for the rest */
                add_param(arena, macro, names_intern_text(lexer->names, "__VA_ARGS__"));
        } else if (token.name) {
            add_param(arena, macro, token.name);
        } else if (token.kind != TOKEN_COMMA) {
            return false;
        }
        after_name = token.name != NULL;
    }
    return true;
}

static void read_body(struct arena *arena, struct lexer *lexer, struct macro *macro)
{
    VECTOR(struct token) body = {0};
    struct token token;

    for (lex_next(lexer, &token); token.kind != TOKEN_END; lex_next(lexer, &token))
        *vector_push(&body) = token;
    macro->body_count = body.count;
    macro->body = arena_alloc(arena, body.count * sizeof *body.list);
    if (body.count)
        memcpy(macro->body, body.list, body.count * sizeof *body.list);
    vector_free(&body);
}

struct macro *macro_define(struct arena *arena, struct names *names, const char *text, uint32_t len,
                           uint32_t line)
{
    struct macro *macro;
    struct lexer lexer;
    struct token token;

    lex_open_text(&lexer, names, arena_copy(arena, text, len), len, 0);
    lex_next(&lexer, &token);
    if (!token.name)
        return NULL;
    macro = ARENA_NEW(arena, struct macro);
    macro->name = token.name;
    macro->from_line = line;
    macro->to_line = UINT32_MAX;
    if (*lexer.cursor == '(') {
        macro->function_like = true;
        lex_next(&lexer, &token);
        if (!read_params(arena, &lexer, macro))
            return NULL;
    }
    read_body(arena, &lexer, macro);
    end_macro(macro->name, line);
    macro->older = macro->name->macro;
    macro->name->macro = macro;
    return macro;
}

void macro_undef(struct names *names, const char *text, uint32_t len, uint32_t line)
{
    uint32_t word = 0;

    while (word < len && text[word] != ' ' && text[word] != '\t' && text[word] != '/')
        word++;
    end_macro(names_intern(names, text, word), line);
}
