/*
 * `yield` and `yield_from` in a resume function: the value goes into the frame, then the function
 * returns to whoever asked; the next question leads to the label behind. What was sent meanwhile is
 * the value of the expression. Called by pull.c for its part of an expression.
 */
#include "../tree/declare.h"
#include "splitter.h"

/* unsync__value = E; */
static void put_given(struct splitter *splitter, const struct part *part)
{
    const struct expr *given = part->expr->kid[0];
    bool is_scalar = declared_scalar_result(splitter->function);

    splitter->line_token = given->range.first;
    begin_line(splitter);
    put(splitter, is_scalar ? "unsync__self->unsync__value = "
                            : "UNSYNC__SET(unsync__self->unsync__value, ");
    put_range(splitter, given->range, part->hole, !is_scalar);
    put(splitter, is_scalar ? ";" : ");");
    splitter->line_token = part->expr->token;
}

/* What was sent, kept if another suspension follows. */
static const char *put_sent(struct splitter *splitter, bool is_last)
{
    const struct type_name *sent = splitter->function->sent;
    struct view view = {.ir = splitter->ir};
    struct value value;

    if (is_last)
        return "UNSYNC__SENT";
    value = new_value(splitter, true, 0);
    add_value_slot(splitter, 0, NULL,
                   declare(view, sent->specs, sent->declarator, DECLARE_OBJECT, value.name, NULL));
    begin_line(splitter);
    put(splitter, "%s = UNSYNC__SENT;", value.access);
    return value.access;
}

/* Where the value is, and its size. */
static const char *given(const struct function *function)
{
    return function->is_void ? "NULL, 0"
                             : "&unsync__self->unsync__value, sizeof unsync__self->unsync__value";
}

void give(struct splitter *splitter, const struct part *part, bool is_last)
{
    const struct function *function = splitter->function;
    const struct type_name *sent = function->sent;
    struct hole *hole;
    uint32_t number;
    const char *text = "(void) 0";

    pull(splitter, part->expr->kid[0], part->hole, false);
    splitter->line_token = part->expr->token;
    number = new_suspension(splitter);
    if (part->expr->kid[0]) {
        put_given(splitter, part);
        next_to_start(splitter, part);
    } else {
        begin_line(splitter);
    }
    if (function_is_plain_generator(function))
        put(splitter, "UNSYNC__GIVE%s%s(%u%s);", sent ? "_AND_TAKE" : "",
            is_pending(splitter, part) ? "_TO" : "", number, failing(splitter, part));
    else
        put(splitter, "UNSYNC__ANSWER%s%s(%u%s, %s);", sent ? "_AND_TAKE" : "",
            is_pending(splitter, part) ? "_TO" : "", number, failing(splitter, part),
            given(function));
    if (!sent && !part->is_discarded)
        refuse_range(splitter, DIAG_YIELD_PLACE, part->expr->range,
                     "say what it is sent: @generator(send = TYPE)",
                     "this generator is sent nothing: its 'yield' has no value");
    if (sent && !part->is_discarded)
        text = put_sent(splitter, is_last);
    hole = part_hole(splitter, part);
    hole->text = text;
    hole->type = sent && !part->is_discarded
                     ? ir_text(splitter->ir, "(*(%s) 0)",
                               declare((struct view) {.ir = splitter->ir}, sent->specs,
                                       sent->declarator, DECLARE_OBJECT, "*", NULL))
                     : "(void) 0";
}

/* In a task: its questions are passed on, in a loop. */
static void pass_on(struct splitter *splitter, const struct part *part)
{
    struct function *function = splitter->function;
    const char *name = function->name->text;
    struct value inner = new_value(splitter, true, 0);
    uint32_t asks = new_suspension(splitter), gives = new_suspension(splitter),
             closes = new_suspension(splitter);
    const char *to = failing(splitter, part);

    function->has_wait = true;
    begin_line(splitter);
    ir_add_slot(splitter->ir, function, 0, NULL,
                ir_text(splitter->ir, "%s_generator %s", name, inner.name));
    put(splitter, "UNSYNC__TAKE_OVER(%s, %s_generator, ", inner.access, name);
    put_range(splitter, part->expr->kid[0]->range, part->hole, true);
    put(splitter, ");");
    splitter->line_token = part->expr->token;
    next_to_start(splitter, part);
    put(splitter, "UNSYNC__PASS_ON(%u, %u, %u, %s, %s, %s);", asks, gives, closes,
        *to ? to + 2 : "unsync__unwind", inner.access, given(function));
}

void delegate(struct splitter *splitter, const struct part *part)
{
    const struct expr *handle = part->expr->kid[0];
    uint32_t number;

    pull(splitter, part->expr->kid[0], part->hole, false);
    splitter->line_token = handle->range.first;
    part_hole(splitter, part)->text = part_hole(splitter, part)->type = "(void) 0";
    if (splitter->function->mark->id == MARK_ASYNC) {
        pass_on(splitter, part);
        return;
    }
    number = new_suspension(splitter);
    begin_line(splitter);
    put(splitter, "UNSYNC__DELEGATE%s(%u%s, %s%s_generator, ",
        is_pending(splitter, part) ? "_TO" : "", number, failing(splitter, part),
        function_streams(splitter->function) ? "unsync__" : "", splitter->function->name->text);
    put_range(splitter, handle->range, part->hole, true);
    put(splitter, ");");
}
