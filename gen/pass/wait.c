/*
 * What waits: `await`, `catch`, and unsync_yield(), which is the handle of nothing. Each becomes
 * the start of the wait, the suspension, and what takes the value.
 */
#include <string.h>

#include "../tree/awaited.h"
#include "../tree/leave.h"
#include "splitter.h"

/* unsync_yield(), which is a macro: the handle of nothing. */
static bool is_yield(const struct expr *expr)
{
    for (;;) {
        expr = expr_bare(expr);
        if (expr->kind == EXPR_CAST || expr->kind == EXPR_UNARY)
            expr = expr->kid[0];
        else
            break;
    }
    if (expr->kind == EXPR_CALL && !expr->list && expr->kid[0]->kind == EXPR_NAME)
        return !expr->kid[0]->symbol && strcmp(expr->kid[0]->name->text, "unsync_yield") == 0;
    return expr->kind == EXPR_NAME && !expr->symbol &&
           strcmp(expr->name->text, "unsync__yielding") == 0;
}

uint32_t new_suspension(struct splitter *splitter)
{
    struct function *function = splitter->function;
    uint32_t number = ++function->suspension_count;
    const struct unit *unit = splitter->ir->unit;

    *vector_push(&function->lines) =
        source_position(unit->source, unit_span(unit, splitter->line_token).at).line;
    if (function->has_conditionals) {
        const char *marker = ir_text(splitter->ir, "unsync__%s_await_%u", function->name->text,
                                     number);

        *vector_push(&function->markers) = marker;
        put_directive(splitter, ir_text(splitter->ir, "#define %s", marker));
    }
    return number;
}

/* Whether the handle is known to be one; else the compiler is made to say so in words. */
static bool is_task(const struct splitter *splitter, const struct expr *handle)
{
    const struct expr *callee;

    handle = expr_bare(handle);
    callee = handle->kind == EXPR_CALL ? handle->kid[0] : NULL;
    return awaited_known(splitter->ir, handle) ||
           (callee && callee->kind == EXPR_NAME && !callee->symbol &&
            strncmp(callee->name->text, "unsync_", 7) == 0);
}

static void put_start(struct splitter *splitter, const struct part *part)
{
    const struct expr *handle = part->expr->kid[0];

    splitter->function->has_wait = true;
    splitter->line_token = handle->range.first;
    begin_line(splitter);
    if (handle->has_directive) /* it is known, and is no macro's argument */
        put(splitter, "unsync__self->unsync__wait = (unsync_task_of(void)) unsync__of((");
    else
        put(splitter,
            is_task(splitter, handle) ? "UNSYNC__START(" : "UNSYNC__START_CHECKED(");
    put_range(splitter, handle->range, part->hole, !handle->has_directive);
    put(splitter, handle->has_directive ? "));" : ");");
    splitter->line_token = part->expr->token;
}

bool is_pending(const struct splitter *splitter, const struct part *part)
{
    return leave_place(splitter->function, part->expr->token).defer != NULL;
}

const char *failing(const struct splitter *splitter, const struct part *part)
{
    if (!is_pending(splitter, part)) {
        splitter->function->has_unwind = true;
        return "";
    }
    return ir_text(splitter->ir, ", %s",
                   leave_failing(splitter->ir, splitter->function, part->expr->token));
}

void next_to_start(struct splitter *splitter, const struct part *part)
{
    const struct unit *unit = splitter->ir->unit;
    struct span span = unit_range_span(unit, part->expr->range);

    if (splitter->function->has_conditionals ||
        memchr(unit->source->raw + span.at, '\n', span.len))
        begin_line(splitter);
    else
        put(splitter, " ");
}

static void put_catch(struct splitter *splitter, const struct part *part, bool is_last)
{
    uint32_t number;
    struct value code = new_value(splitter, !is_last && !part->is_discarded, 0);

    declare_value(splitter, &code, "int");
    put_start(splitter, part);
    number = new_suspension(splitter);
    next_to_start(splitter, part);
    put(splitter, "UNSYNC__CATCH%s(%u, unsync__self->unsync__wait, %s%s);",
        is_pending(splitter, part) ? "_TO" : "", number, code.access, failing(splitter, part));
    if (awaited_is_nameless(part->expr->kid[0]))
        put(splitter, " unsync_release(unsync__self->unsync__wait);");
    part_hole(splitter, part)->text =
        part->is_discarded ? ir_text(splitter->ir, "(void) %s", code.access) : code.access;
    part_hole(splitter, part)->type = part->is_discarded ? "(void) 0" : "0";
}

static void put_yield(struct splitter *splitter, const struct part *part)
{
    uint32_t number;

    splitter->line_token = part->expr->token;
    number = new_suspension(splitter);
    begin_line(splitter);
    put(splitter, "UNSYNC__YIELD%s(%u%s);", is_pending(splitter, part) ? "_TO" : "", number,
        failing(splitter, part));
    part_hole(splitter, part)->text = part_hole(splitter, part)->type = "(void) 0";
}

/* Takes the value at once, for another suspension follows. */
static const char *put_take(struct splitter *splitter, const struct part *part, const char *type)
{
    bool is_known = awaited_known(splitter->ir, part->expr->kid[0]) != NULL;
    struct value value = new_value(splitter, true, is_known ? 0 : splitter->value_layer);

    if (!is_known)
        check_type_names(splitter, part->expr->kid[0]);
    declare_value(splitter, &value, ir_text(splitter->ir, "unsync__plain_type((%s))", type));
    begin_line(splitter);
    put(splitter, "UNSYNC__TAKE(%s, unsync__self->unsync__wait);", value.access);
    return value.access;
}

static void put_await(struct splitter *splitter, const struct part *part, bool is_last)
{
    const char *type = awaited_handle(splitter->ir, part->expr->kid[0], part->hole);
    const char *text = "(void) 0";
    uint32_t number;

    part_hole(splitter, part)->type =
        part->is_discarded ? "(void) 0"
                           : ir_text(splitter->ir, "(*(unsync__plain_type((%s)) *) 0)", type);
    put_start(splitter, part);
    number = new_suspension(splitter);
    next_to_start(splitter, part);
    put(splitter, "UNSYNC__AWAIT%s(%u, unsync__self->unsync__wait%s);",
        is_pending(splitter, part) ? "_TO" : "", number, failing(splitter, part));
    if (part->is_discarded)
        put(splitter, " unsync__consume(unsync__of(unsync__self->unsync__wait));");
    else if (is_last)
        text = ir_text(splitter->ir, "UNSYNC__TAKEN(%s)", type);
    else
        text = put_take(splitter, part, type);
    part_hole(splitter, part)->text = text;
}

void put_wait(struct splitter *splitter, const struct part *part, bool is_last)
{
    if (part->expr->kind == EXPR_YIELD) {
        give(splitter, part, is_last);
    } else if (part->expr->kind == EXPR_YIELD_FROM) {
        delegate(splitter, part);
    } else if (part->expr->kind == EXPR_AWAIT && is_yield(part->expr->kid[0])) {
        put_yield(splitter, part);
    } else {
        pull(splitter, part->expr->kid[0], part->hole, false);
        if (part->expr->kind == EXPR_CATCH)
            put_catch(splitter, part, is_last);
        else
            put_await(splitter, part, is_last);
    }
}
