/*
 * An expression is gone through in the order of evaluation. Its *parts* are the awaits in it, the
 * && || ?: of which a later operand holds an await, and the left sides of commas that an await
 * follows. Each becomes glue; its value is kept in the frame if another part follows, for that one
 * suspends; the last part's is taken where it stands.
 */
#include "../tree/awaited.h"
#include "../tree/condition.h"
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

/* _Generic or __builtin_choose_expr of which a branch awaits. */
static bool is_generic(const struct expr *expr)
{
    if (expr->kind == EXPR_GENERIC)
        for (const struct expr *item = expr->list; item; item = item->next)
            if (item->kid[0]->has_await)
                return true;
    return awaited_is_choice(expr) && (expr->list->next->has_await ||
                                       expr->list->next->next->has_await);
}

/* `(int (*)[await n()]) p` */
static void collect_sizes(struct parts *parts, const struct type_name *type)
{
    for (struct derivation *step = type->declarator->derivations; step; step = step->next)
        collect(parts, step->size, false);
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
    if (expr->kind == EXPR_CAST)
        collect_sizes(parts, expr->type);
    for (int i = expr->kind == EXPR_GENERIC; i < 3; i++)
        collect(parts, expr->kid[i], is_discarded);
    if (expr->kind == EXPR_VA_ARG)
        collect_sizes(parts, expr->type);
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

/* ---- values ---- */

/* The expression where only its type counts. */
const char *type_text(const struct splitter *splitter, const struct expr *expr,
                      uint32_t hole)
{
    struct view view = {.ir = splitter->ir, .hole = hole, .is_type = true};

    return view_words(view, expr->range);
}

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
    slot->condition = condition_repeated(splitter->ir, function, splitter->part);
}

void declare_value(struct splitter *splitter, const struct value *value, const char *type)
{
    if (value->survives)
        add_value_slot(splitter, value->layer, type, value->name);
    else
        *vector_push(&splitter->function->temporaries) = (struct preface) {
            ir_text(splitter->ir, "%s %s", type, value->name),
            condition_repeated(splitter->ir, splitter->function, splitter->part)};
}

/* The names in an expression that are not visible where its type is said. */
struct hidden {
    const struct set *hoisted;
    struct range range; /* of the expression */
    const char *name;   /* one of them, or NULL */
};

/* What a statement expression in it declares is. */
static void hide(struct hidden *hidden, const struct symbol *symbol)
{
    if (symbol->token < hidden->range.first || symbol->token >= hidden->range.end)
        hidden->name = symbol->name->text;
}

static bool see_name(struct walk *walk, struct expr *expr)
{
    const struct hidden *hidden = walk->context;
    const struct local *local = ir_local(expr);
    bool is_hoisted = expr->kind == EXPR_NAME && expr->symbol &&
                      ((expr->symbol->kind == SYMBOL_ENUMERATOR && expr->symbol->slot) ||
                       set_has(hidden->hoisted, expr->symbol));

    if (expr->kind == EXPR_NAME && expr->symbol && !(local && local->access) && !is_hoisted)
        hide(walk->context, expr->symbol);
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    if (specs->kind == TYPE_NAMED && specs->symbol && !specs->symbol->slot)
        hide(walk->context, specs->symbol);
    return true;
}

/* The expression's type is said at the function's begin, where only slots are visible. */
void check_type_names(struct splitter *splitter, struct expr *expr)
{
    struct hidden hidden = {&splitter->function->hoisted, expr->range, NULL};
    struct walk walk = {.context = &hidden, .enter_expr = see_name, .enter_specs = see_type};

    walk_expr(&walk, expr);
    if (hidden.name)
        ir_refuse(splitter->ir, splitter->function->item, DIAG_FRAME_TYPE,
                  unit_range_span(splitter->ir->unit, expr->range),
                  "await it into a variable before",
                  "the type of this value needs '%s', which its block declares",
                  hidden.name);
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

static bool has_directive(const struct unit *unit, struct range range)
{
    uint32_t at = rising_first(unit->directives.list, unit->directives.count, range.first);

    return at < unit->directives.count && unit->directives.list[at] < range.end;
}

/* A part that holds a directive: its inside is printed, and nothing is said of its type. */
static bool may_hold_directive(const struct splitter *splitter, const struct part *part)
{
    const struct expr *expr = part->expr;

    if (part->kind == PART_WAIT)
        return (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH) &&
               awaited_known(splitter->ir, expr->kid[0]);
    return part->kind == PART_EFFECT || (part->kind == PART_BRANCH && is_logical(expr));
}

/*
 * What a part stands under inside of its expression. The tree is that of all branches together.
 * Where these are items of lists it is right; else an await alone is the same in each of them.
 */
static const struct condition *condition_of(struct splitter *splitter, const struct part *part)
{
    struct range range = part_hole(splitter, part)->range;

    if (!splitter->has_directives)
        return NULL;
    if ((!splitter->is_listed && part->kind != PART_WAIT) ||
        (has_directive(splitter->ir->unit, range) &&
         !(splitter->is_listed && may_hold_directive(splitter, part))))
        refuse_range(splitter, DIAG_STRADDLE, range,
                     "put whole statements, or whole items of a list, between them",
                     "directives that cut through an expression that holds an await");
    return condition_since(splitter->ir, splitter->whole.first, range.first);
}

static void put_parts(const struct parts *parts)
{
    struct splitter *splitter = parts->splitter;

    for (struct part *part = parts->first; part; part = part->next) {
        uint32_t line_token = splitter->line_token, outer = splitter->part;
        const struct condition *condition = condition_of(splitter, part);

        splitter->part = part_hole(splitter, part)->range.first;
        begin_condition(splitter, condition);
        put_part(splitter, part, !part->next);
        end_condition(splitter, condition);
        splitter->line_token = line_token;
        splitter->part = outer;
    }
}

/* What is computed inside of it is needed no longer than all of it. */
static void enter_whole(struct splitter *splitter, struct range range)
{
    const struct unit *unit = splitter->ir->unit;

    if (splitter->pull_depth++)
        return;
    splitter->whole = condition_around(unit, range, splitter->stmt->range);
    splitter->has_directives = has_directive(unit, splitter->whole);
    splitter->is_listed = splitter->has_directives && condition_is_listed(unit, splitter->whole);
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
