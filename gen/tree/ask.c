#include "ask.h"

#include <string.h>

static bool ends_in(const struct name *name, const char *suffix)
{
    size_t len = strlen(suffix);

    return name->len > len && strcmp(name->text + name->len - len, suffix) == 0;
}

const char *ask_code(struct ir *ir, const struct expr *call)
{
    const struct name *callee = call->kid[0]->kind == EXPR_NAME ? call->kid[0]->name : NULL;
    struct name *name;

    if (!callee || call->kid[0]->symbol || fact_is_annotated(callee))
        return NULL;
    if (strcmp(callee->text, "unsync__next_or_exit") == 0)
        return "unsync__next_or_code";
    if (!ends_in(callee, "_next") && !ends_in(callee, "_send"))
        return NULL;
    name = names_intern(ir->unit->names, callee->text, callee->len - 5);
    return fact_is_generator(name)
               ? ir_text(ir, "%s_try%s", name->text, callee->text + name->len) : NULL;
}

bool ask_names(const struct ir *ir, const struct specs *specs, const char *word)
{
    const struct token *tokens = ir->unit->tokens.list;

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
        for (uint32_t i = piece->range.first; i < piece->range.end; i++)
            if (piece->kind == PIECE_TYPE && strlen(word) == tokens[i].len &&
                memcmp(tokens[i].text, word, tokens[i].len) == 0)
                return true;
    return false;
}

bool ask_names_generator(const struct ir *ir, const struct specs *specs)
{
    if (specs->kind == TYPE_NAMED && ends_in(specs->name, "_generator"))
        return fact_is_generator(names_intern(ir->unit->names, specs->name->text,
                                              specs->name->len - strlen("_generator")));
    return ask_names(ir, specs, "unsync_generator_of") ||
           ask_names(ir, specs, "unsync_async_generator_of") ||
           ask_names(ir, specs, "unsync__generator_tag") ||
           ask_names(ir, specs, "unsync__async_generator_tag");
}
