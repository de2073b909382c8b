#include "expander.h"

bool arguments_read(struct expander *expander, struct stream *stream, const struct macro *macro,
                    struct argument *arguments)
{
    uint32_t at = 0, depth = 0;
    struct token token;

    stream_read(expander, stream, &token); /* ( */
    while (stream_read(expander, stream, &token)) {
        bool is_rest = macro->variadic && at + 1 >= macro->param_count;

        if (token.kind == TOKEN_DIRECTIVE || token.kind == TOKEN_END) {
            expander_fail(expander, macro, "move the #if out of the call",
                          "a directive inside its arguments is not understood");
            return false;
        }
        if (token.kind == TOKEN_RPAREN && depth-- == 0)
            return true;
        if (token.kind == TOKEN_LPAREN)
            depth++;
        if (token.kind == TOKEN_COMMA && depth == 0 && !is_rest) {
            if (++at >= macro->param_count) {
                expander_fail(expander, macro, NULL, "too many arguments");
                return false;
            }
            continue;
        }
        if (at < macro->param_count) {
            *vector_push(&arguments[at].raw) = token;
            expander->held++;
        } else {
            expander_fail(expander, macro, NULL, "it takes no arguments");
            return false;
        }
    }
    expander_fail(expander, macro, NULL, "the call is never closed");
    return false;
}

const token_vector *argument_expanded(struct expander *expander, struct argument *argument)
{
    if (!argument->is_expanded) {
        struct stream stream = {argument->raw.list, argument->raw.count, 0, NULL, false};

        argument->is_expanded = true;
        expander->deep++;
        expand_stream(expander, &stream, &argument->expanded);
        expander->deep--;
    }
    return &argument->expanded;
}

void arguments_free(struct expander *expander, struct argument *arguments, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        expander->held -= arguments[i].raw.count;
        vector_free(&arguments[i].raw);
        vector_free(&arguments[i].expanded);
    }
}
