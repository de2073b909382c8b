#include <stdarg.h>
#include <string.h>

#include "../tree/condition.h"
#include "splitter.h"

static struct op *add_op(struct splitter *splitter, enum op_kind kind)
{
    struct op *op = vector_push(&splitter->function->ops);

    *op = (struct op) {.kind = kind};
    return op;
}

void copy_to(struct splitter *splitter, uint32_t token)
{
    struct op *op;

    if (splitter->at >= token)
        return;
    op = add_op(splitter, OP_TOKENS);
    op->range = (struct range) {splitter->at, token};
    op->with_space = !splitter->skips_space;
    op->hole = splitter->hole;
    splitter->at = token;
    splitter->skips_space = false;
}

void put(struct splitter *splitter, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprintf(&splitter->ir->unit->arena, format, args);
    va_end(args);
    add_op(splitter, OP_TEXT)->text = text;
    splitter->is_fresh = false;
}

void put_directive(struct splitter *splitter, const char *text)
{
    add_op(splitter, OP_DIRECTIVE)->text = text;
    splitter->is_fresh = false;
}

/* The lines without the end of the last. */
static void put_lines(struct splitter *splitter, const char *lines)
{
    put_directive(splitter, ir_text(splitter->ir, "%.*s", (int) strlen(lines) - 1, lines));
}

void begin_condition(struct splitter *splitter, const struct condition *condition)
{
    if (condition)
        put_lines(splitter, condition->begin);
}

void end_condition(struct splitter *splitter, const struct condition *condition)
{
    if (condition)
        put_lines(splitter, condition->end);
}

void put_range(struct splitter *splitter, struct range range, uint32_t hole, bool in_macro)
{
    struct op *op = add_op(splitter, OP_TOKENS);

    op->range = range;
    op->hole = hole;
    op->in_macro = in_macro;
    splitter->is_fresh = false;
}

void put_space(struct splitter *splitter, uint32_t token)
{
    add_op(splitter, OP_SPACE)->range = (struct range) {token, token};
}

/* Whether the token is the first of its line in the file. */
static bool begins_line(const struct unit *unit, uint32_t index)
{
    const struct token *token = &unit->tokens.list[index];
    const struct call *call = token->call ? &unit->calls.list[token->call - 1] : NULL;

    if (call)
        return call->expanded.first == index &&
               unit->raw.list[call->raw.first].flags & TOKEN_LINE_START;
    return token->flags & TOKEN_LINE_START;
}

void open_glue(struct splitter *splitter, struct stmt *stmt)
{
    copy_to(splitter, stmt->range.first);
    splitter->stmt = stmt;
    splitter->line_token = stmt->range.first;
    splitter->level = 0;
    splitter->is_fresh = begins_line(splitter->ir->unit, stmt->range.first) &&
                         !splitter->skips_space;
    if (splitter->is_fresh)
        put_space(splitter, stmt->range.first);
    else
        splitter->level = 1;
    splitter->skips_space = false;
}

void begin_line(struct splitter *splitter)
{
    struct op *op;

    if (splitter->is_fresh) {
        splitter->is_fresh = false;
        return;
    }
    op = add_op(splitter, OP_LINE);
    op->range = (struct range) {splitter->line_token, splitter->stmt->range.first};
    op->level = splitter->level;
}

void resume_at(struct splitter *splitter, uint32_t token)
{
    splitter->line_token = token;
    begin_line(splitter);
    splitter->at = token;
    splitter->skips_space = true;
}

void refuse_range(struct splitter *splitter, enum diag_id id, struct range range,
                  const char *hint, const char *message)
{
    ir_refuse(splitter->ir, splitter->function->item, id,
              unit_range_span(splitter->ir->unit, range), hint, "%s", message);
}
