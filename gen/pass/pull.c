/*
 * An expression is gone through in the order of evaluation. Its *parts* are the awaits in it, the
 * && || ?: of which a later operand holds an await, and the left sides of commas that an await
 * follows. Each becomes glue; its value is kept in the frame if another part follows, for that one
 * suspends; the last part's is taken where it stands.
 */
#include <string.h>

#include "../tree/awaited.h"
#include "../tree/condition.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "splitter.h"

struct parts {
    struct splitter *splitter;
    struct part *first, **end;
    uint32_t outer;       /* the hole that they are in */
};

/* ---- finding the parts ---- */

static void add_part(struct parts *parts, enum part_kind kind, struct expr *expr,
                     struct range range, bool is_discarded)
{
    struct part *part = ARENA_NEW(&parts->splitter->ir->unit->arena, struct part);

    *part = (struct part) {.kind = kind, .expr = expr, .is_discarded = is_discarded};
    part->hole = ir_hole(parts->splitter->ir, range, parts->outer);
    *parts->end = part;
    parts->end = &part->next;
}

static bool is_void_cast(const struct expr *expr)
{
    return expr->kind == EXPR_CAST && expr->type->specs->kind == TYPE_VOID &&
           !expr->type->declarator->derivations;
}

static bool is_logical(const struct expr *expr)
{
    return expr->kind == EXPR_BINARY && (expr->op == TOKEN_AND_AND || expr->op == TOKEN_OR_OR);
}

/* Whether an await in it runs under a condition. */
static bool is_branch(const struct expr *expr)
{
    if (expr->kind == EXPR_CONDITIONAL)
        return (expr->kid[1] && expr->kid[1]->has_await) || expr->kid[2]->has_await;
    return is_logical(expr) && expr->kid[1]->has_await;
}

/* What stands for a suspension. */
static bool is_wait(const struct expr *expr)
{
    return expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH || expr->kind == EXPR_YIELD ||
           expr->kind == EXPR_YIELD_FROM;
}

static void collect(struct parts *parts, struct expr *expr, bool is_discarded);

static void collect_comma(struct parts *parts, struct expr *expr, bool is_discarded)
{
    struct expr *left = expr->kid[0], *right = expr->kid[1];

    if (right->has_await) {
        add_part(parts, PART_EFFECT, left,
                 (struct range) {left->range.first, expr->token + 1}, true);
        collect(parts, right, is_discarded);
    } else {
        collect(parts, left, true);
    }
}

/* _Generic of which a branch awaits. */
static bool is_generic(const struct expr *expr)
{
    if (expr->kind == EXPR_GENERIC)
        for (const struct expr *item = expr->list; item; item = item->next)
            if (item->kid[0]->has_await)
                return true;
    return false;
}

static bool is_extension(const struct expr *expr)
{
    return expr->kind == EXPR_UNARY && expr->op == TOKEN_EXTENSION;
}

static void collect(struct parts *parts, struct expr *expr, bool is_discarded)
{
    struct expr *unevaluated;

    if (!expr || !expr->has_await)
        return;
    if (expr->kind == EXPR_BLOCK || is_generic(expr)) {
        add_part(parts, expr->kind == EXPR_BLOCK ? PART_BLOCK : PART_GENERIC, expr, expr->range,
                 is_discarded);
        return;
    }
    unevaluated = unevaluated_part(expr);
    if (unevaluated)
        awaited_types(parts->splitter->ir, unevaluated, parts->outer);
    if (unevaluated == expr)
        return;
    if (is_wait(expr)) {
        add_part(parts, PART_WAIT, expr, expr->range, is_discarded);
        return;
    }
    if (is_branch(expr)) {
        add_part(parts, PART_BRANCH, expr, expr->range, is_discarded);
        return;
    }
    if (expr->kind == EXPR_COMMA) {
        collect_comma(parts, expr, is_discarded);
        return;
    }
    is_discarded = (is_discarded && (expr->kind == EXPR_PAREN || is_extension(expr))) ||
                   is_void_cast(expr);
    for (int i = expr->kind == EXPR_GENERIC; i < 3; i++)
        collect(parts, expr->kid[i], is_discarded);
    for (struct expr *item = expr->list; item; item = item->next)
        collect(parts, item, false);
}

bool has_rest(const struct expr *expr)
{
    while (expr->kind == EXPR_PAREN || is_void_cast(expr) || is_extension(expr) ||
           (expr->kind == EXPR_COMMA && expr->kid[1]->has_await))
        expr = expr->kid[expr->kind == EXPR_COMMA];
    return !is_wait(expr) && !is_branch(expr) && !is_generic(expr) &&
           !(expr->kind == EXPR_BLOCK && expr->has_await);
}

/* ---- types ---- */

static const struct expr *strip_parens(const struct expr *expr)
{
    while (expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    return expr;
}

/* The expression where only its type counts. */
static const char *type_text(const struct splitter *splitter, const struct expr *expr,
                             uint32_t hole)
{
    struct view view = {.ir = splitter->ir, .hole = hole, .is_type = true};

    return view_words(view, expr->range);
}

/* ---- values ---- */

struct value new_value(struct splitter *splitter, bool survives, uint8_t layer)
{
    struct value value = {.survives = survives, .layer = layer};

    value.name = ir_text(splitter->ir, "unsync__value_%u", ++splitter->value_count);
    value.access = !survives ? value.name
                             : ir_text(splitter->ir, "%s->%s",
                                       ir_holder(splitter->ir, layer), value.name);
    return value;
}

void add_value_slot(struct splitter *splitter, uint8_t layer, const char *type,
                    const char *declaration)
{
    struct function *function = splitter->function;
    struct slot *slot;

    ir_add_slot(splitter->ir, function, layer, type, declaration);
    slot = &function->slots.list[function->slots.count - 1];
    slot->live = splitter->whole;
    slot->condition = condition_repeated(splitter->ir, function, splitter->whole.first);
}

static void declare_value(struct splitter *splitter, const struct value *value, const char *type)
{
    if (value->survives)
        add_value_slot(splitter, value->layer, type, value->name);
    else
        *vector_push(&splitter->function->temporaries) = (struct preface) {
            ir_text(splitter->ir, "%s %s", type, value->name),
            condition_repeated(splitter->ir, splitter->function, splitter->whole.first)};
}

static bool see_name(struct walk *walk, struct expr *expr)
{
    const struct local *local = ir_local(expr);
    bool is_hoisted = expr->kind == EXPR_NAME && expr->symbol &&
                      expr->symbol->kind == SYMBOL_ENUMERATOR && expr->symbol->slot;

    if (expr->kind == EXPR_NAME && expr->symbol && !(local && local->access) && !is_hoisted)
        *(const char **) walk->context = expr->symbol->name->text;
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    if (specs->kind == TYPE_NAMED && specs->symbol && !specs->symbol->slot)
        *(const char **) walk->context = specs->symbol->name->text;
    return true;
}

/* The expression's type is said at the function's begin, where only slots are visible. */
static void check_type_names(struct splitter *splitter, struct expr *expr)
{
    const char *hidden = NULL;
    struct walk walk = {.context = &hidden, .enter_expr = see_name, .enter_specs = see_type};

    walk_expr(&walk, expr);
    if (hidden)
        ir_refuse(splitter->ir, splitter->function->item, DIAG_FRAME_TYPE,
                  unit_range_span(splitter->ir->unit, expr->range),
                  "await it into a variable before",
                  "the type of this value needs '%s', which its block declares", hidden);
}

/* ---- waiting ---- */

/* unsync_yield(), which is a macro: the handle of nothing. */
static bool is_yield(const struct expr *expr)
{
    for (;;) {
        expr = strip_parens(expr);
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

    if (function->has_conditionals) {
        const char *marker = ir_text(splitter->ir, "unsync__%s_await_%u", function->name->text,
                                     number);

        *vector_push(&function->markers) = marker;
        put_directive(splitter, ir_text(splitter->ir, "#define %s", marker));
    }
    return number;
}

static void put_start(struct splitter *splitter, const struct part *part)
{
    const struct expr *handle = part->expr->kid[0];

    splitter->function->has_wait = true;
    splitter->line_token = handle->range.first;
    begin_line(splitter);
    put(splitter, "UNSYNC__START(");
    put_range(splitter, handle->range, part->hole, true);
    put(splitter, ");");
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
    if (strip_parens(part->expr->kid[0])->kind == EXPR_CALL)
        put(splitter, " unsync_release(unsync__self->unsync__wait);");
    part_hole(splitter, part)->text = code.access;
    part_hole(splitter, part)->type = "0";
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

static void put_wait(struct splitter *splitter, const struct part *part, bool is_last)
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

/* ---- branches ---- */

/* `value = operand;`, or just the operand; under the condition that was put before. */
static void put_operand(struct splitter *splitter, const struct part *part, struct expr *operand,
                        const char *value, bool is_truth)
{
    pull(splitter, operand, part->hole, !value);
    if (value || !operand->has_await || has_rest(operand)) {
        splitter->line_token = operand->range.first;
        begin_line(splitter);
        if (value)
            put(splitter, is_truth ? "%s = !!(" : "%s = (", value);
        else
            put(splitter, "(void) (");
        put_range(splitter, operand->range, part->hole, false);
        put(splitter, ");");
    }
}

static void put_condition(struct splitter *splitter, const struct part *part, const char *before,
                          const char *after)
{
    struct expr *condition = part->expr->kid[0];

    pull(splitter, condition, part->hole, false);
    splitter->line_token = condition->range.first;
    begin_line(splitter);
    put(splitter, "%s", before);
    put_range(splitter, condition->range, part->hole, false);
    put(splitter, "%s", after);
}

static void put_logical(struct splitter *splitter, const struct part *part, bool is_last)
{
    bool is_and = part->expr->op == TOKEN_AND_AND;
    struct value value = {0};

    if (!part->is_discarded) {
        value = new_value(splitter, !is_last, 0);
        declare_value(splitter, &value, "int");
    }
    put_condition(splitter, part, is_and ? "if (" : "if (!(", is_and ? ") {" : ")) {");
    splitter->level++;
    put_operand(splitter, part, part->expr->kid[1], value.access, true);
    splitter->level--;
    begin_line(splitter);
    put(splitter, value.access ? "} else %s = %d;" : "}", value.access, !is_and);
    part_hole(splitter, part)->text = value.access ? value.access : "(void) 0";
    part_hole(splitter, part)->type = "0";
}

/* `a ? b : c` up to c; of `a ?: c`, the value is that of a first. */
static void put_first_choice(struct splitter *splitter, const struct part *part,
                             const struct value *value)
{
    if (!part->expr->kid[1]) {
        put_condition(splitter, part, value->access
                                          ? ir_text(splitter->ir, "if (!(%s = (", value->access)
                                          : "if (!(", value->access ? "))) {" : ")) {");
        return;
    }
    put_condition(splitter, part, "if (", ") {");
    splitter->level++;
    put_operand(splitter, part, part->expr->kid[1], value->access, false);
    splitter->level--;
    begin_line(splitter);
    put(splitter, "} else {");
}

static void put_conditional(struct splitter *splitter, const struct part *part, bool is_last)
{
    struct expr *expr = part->expr;
    struct value value = {0};

    if (!part->is_discarded)
        value = new_value(splitter, !is_last, splitter->value_layer);
    put_first_choice(splitter, part, &value);
    splitter->level++;
    put_operand(splitter, part, expr->kid[2], value.access, false);
    splitter->level--;
    begin_line(splitter);
    put(splitter, "}");
    part_hole(splitter, part)->text = value.access ? value.access : "(void) 0";
    part_hole(splitter, part)->type = "(void) 0";
    if (part->is_discarded)
        return;
    check_type_names(splitter, expr);
    const char *type = ir_text(splitter->ir, "__typeof__(%s)",
                               type_text(splitter, expr, part->hole));

    declare_value(splitter, &value, type);
    part_hole(splitter, part)->type = ir_text(splitter->ir, "(*(%s *) 0)", type);
}

/* ---- statement expressions and _Generic ---- */

/* The part's value, whose type is that of the expression as a value: an array is a pointer. */
static void finish_value(struct splitter *splitter, const struct part *part,
                         const struct value *value, struct expr *expr)
{
    const char *type;

    part_hole(splitter, part)->text = value->access ? value->access : "(void) 0";
    part_hole(splitter, part)->type = "(void) 0";
    if (!value->access)
        return;
    check_type_names(splitter, expr);
    type = ir_text(splitter->ir, "__typeof__(((void) 0, %s))",
                   type_text(splitter, expr, part->hole));
    declare_value(splitter, value, type);
    part_hole(splitter, part)->type = ir_text(splitter->ir, "(*(%s *) 0)", type);
}

static void put_block(struct splitter *splitter, const struct part *part, bool is_last)
{
    struct stmt *block = part->expr->body, *last = last_expression(block);
    struct value value = {0};

    if (!part->is_discarded && last)
        value = new_value(splitter, !is_last, splitter->value_layer);
    split_inner(splitter, block, part->hole, value.access);
    finish_value(splitter, part, &value, last ? last->expr : NULL);
}

/* `_Generic((control), T: 1, default: 0)`: what `one` is chosen is said by `chosen`. */
static void put_choice(struct splitter *splitter, const struct part *part, const struct expr *one,
                       const char *other)
{
    struct expr *control = part->expr->kid[0];

    put(splitter, "_Generic((");
    put_range(splitter, control->range, part->hole, false);
    put(splitter, ")");
    for (struct expr *item = part->expr->list; item && !one->type; item = item->next)
        if (item->type) {
            put(splitter, ", ");
            put_range(splitter, item->type->range, part->hole, false);
            put(splitter, ": %s", other);
        }
    if (!one->type) {
        put(splitter, ", default: ");
        return;
    }
    put(splitter, ", default: %s, ", other);
    put_range(splitter, one->type->range, part->hole, false);
    put(splitter, ": ");
}

/* `if (it is chosen) { value = its expression; }`, whose type fits only if it is. */
static void put_association(struct splitter *splitter, const struct part *part, struct expr *one,
                            const char *value)
{
    splitter->line_token = one->range.first;
    begin_line(splitter);
    put(splitter, "if (");
    put_choice(splitter, part, one, "0");
    put(splitter, "1)) {");
    splitter->level++;
    pull(splitter, one->kid[0], part->hole, !value);
    if (value || !one->kid[0]->has_await || has_rest(one->kid[0])) {
        begin_line(splitter);
        put(splitter, value ? "%s = " : "(void) ", value);
        put_choice(splitter, part, one, value ? value : "0");
        put(splitter, "(");
        put_range(splitter, one->kid[0]->range, part->hole, false);
        put(splitter, "));");
    }
    splitter->level--;
    begin_line(splitter);
    put(splitter, "}");
}

/* Its value is in the frame, for the compiler could not tell that it is always set. */
static void put_generic(struct splitter *splitter, const struct part *part)
{
    struct value value = {0};

    if (part->expr->kid[0]->has_await)
        awaited_types(splitter->ir, part->expr->kid[0], part->hole);
    if (!part->is_discarded)
        value = new_value(splitter, true, splitter->value_layer);
    for (struct expr *item = part->expr->list; item; item = item->next)
        put_association(splitter, part, item, value.access);
    finish_value(splitter, part, &value, part->expr);
}

/* ---- the expression ---- */

static void put_part(struct splitter *splitter, const struct part *part, bool is_last)
{
    switch (part->kind) {
    case PART_WAIT:
        put_wait(splitter, part, is_last);
        break;
    case PART_EFFECT:
        put_operand(splitter, part, part->expr, NULL, false);
        break;
    case PART_BLOCK:
        put_block(splitter, part, is_last);
        break;
    case PART_GENERIC:
        put_generic(splitter, part);
        break;
    case PART_BRANCH:
        if (part->expr->kind == EXPR_CONDITIONAL)
            put_conditional(splitter, part, is_last);
        else
            put_logical(splitter, part, is_last);
        break;
    }
}

static void put_parts(const struct parts *parts)
{
    struct splitter *splitter = parts->splitter;

    for (struct part *part = parts->first; part; part = part->next) {
        uint32_t line_token = splitter->line_token;

        put_part(splitter, part, !part->next);
        splitter->line_token = line_token;
    }
}

/* What is computed inside of it is needed no longer than all of it. */
static void enter_whole(struct splitter *splitter, struct range range)
{
    if (!splitter->pull_depth++)
        splitter->whole = range;
}

void pull(struct splitter *splitter, struct expr *expr, uint32_t hole, bool is_discarded)
{
    struct parts parts = {.splitter = splitter, .outer = hole};

    if (!expr || !expr->has_await)
        return;
    parts.end = &parts.first;
    enter_whole(splitter, expr->range);
    collect(&parts, expr, is_discarded);
    put_parts(&parts);
    splitter->pull_depth--;
}

void pull_list(struct splitter *splitter, struct expr *list, uint32_t hole)
{
    struct parts parts = {.splitter = splitter, .outer = hole};
    struct expr *last = list;

    if (!list)
        return;
    while (last->next)
        last = last->next;
    parts.end = &parts.first;
    enter_whole(splitter, (struct range) {list->range.first, last->range.end});
    for (; list; list = list->next)
        collect(&parts, list, false);
    put_parts(&parts);
    splitter->pull_depth--;
}
