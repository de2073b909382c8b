/*
 * Parts of an expression that are more than an await: the && || ?: of which a later operand holds
 * one, which become `if`s, the left sides of commas, statement expressions, _Generic and
 * __builtin_choose_expr of which a branch awaits.
 */
#include "../tree/awaited.h"
#include "splitter.h"

/* ---- values that may be structs ---- */

static bool is_scalar_cast(const struct type_name *type)
{
    return type->specs->kind == TYPE_BASIC || type->specs->kind == TYPE_ENUM ||
           (type->declarator && type->declarator->derivations);
}

static bool is_scalar_name(const struct symbol *symbol)
{
    if (!symbol || !symbol->decl)
        return symbol && symbol->kind == SYMBOL_ENUMERATOR;
    return symbol->decl->specs->kind == TYPE_BASIC || symbol->decl->specs->kind == TYPE_ENUM;
}

/* Whether its value is a number or a pointer for sure. */
static bool is_scalar(const struct expr *expr)
{
    expr = expr_bare(expr);
    switch (expr->kind) {
    case EXPR_NUMBER: case EXPR_CHARACTER: case EXPR_STRING: case EXPR_SIZEOF: case EXPR_POSTFIX:
    case EXPR_BINARY: case EXPR_LABEL_ADDRESS: case EXPR_OFFSETOF: case EXPR_CATCH:
        return true;
    case EXPR_UNARY:
        return expr->op != TOKEN_STAR;
    case EXPR_CAST:
        return is_scalar_cast(expr->type);
    case EXPR_NAME:
        return is_scalar_name(expr->symbol);
    case EXPR_ASSIGN:
        return expr->op != TOKEN_ASSIGN || is_scalar(expr->kid[1]);
    case EXPR_COMMA:
        return is_scalar(expr->kid[1]);
    case EXPR_CONDITIONAL:
        return !expr->kid[1] || is_scalar(expr->kid[1]) || is_scalar(expr->kid[2]);
    default:
        return false;
    }
}

/* ---- branches ---- */

/* `value = operand;` A struct with const members cannot be assigned. */
static void put_operand_value(struct splitter *splitter, const struct part *part,
                              const struct expr *operand, const char *value)
{
    bool may_be_struct = part->expr->kind == EXPR_CONDITIONAL && !operand->has_directive &&
                         !is_scalar(part->expr);

    put(splitter, may_be_struct ? "UNSYNC__SET(%s, (" : "%s = (", value);
    put_range(splitter, operand->range, part->hole, may_be_struct);
    put(splitter, may_be_struct ? "));" : ");");
}

/* `value = operand;`, or just the operand; under the condition that was put before. */
void put_operand(struct splitter *splitter, const struct part *part, struct expr *operand,
                 const char *value, bool is_truth)
{
    pull(splitter, operand, part->hole, !value);
    if (value || !operand->has_await || has_rest(operand)) {
        splitter->line_token = operand->range.first;
        begin_line(splitter);
        if (value && !is_truth) {
            put_operand_value(splitter, part, operand, value);
            return;
        }
        if (value)
            put(splitter, "%s = !!(", value);
        else
            put(splitter, "(void) (");
        put_range(splitter, operand->range, part->hole, false);
        put(splitter, ");");
    }
}

/* clang takes `if ((a == b))` for a slip; `if ((a = b))` says that it is none. */
static struct expr *without_parens(const struct unit *unit, struct expr *condition)
{
    struct expr *inner = condition;

    while (inner->kind == EXPR_PAREN && !inner->has_directive &&
           !unit->tokens.list[inner->range.first].call)
        inner = inner->kid[0];
    return inner->kind == EXPR_BINARY ? inner : condition;
}

static void put_condition(struct splitter *splitter, const struct part *part, const char *before,
                          const char *after)
{
    struct expr *condition = without_parens(splitter->ir->unit, part->expr->kid[0]);

    pull(splitter, condition, part->hole, false);
    splitter->line_token = condition->range.first;
    begin_line(splitter);
    put(splitter, "%s", before);
    put_range(splitter, condition->range, part->hole, false);
    put(splitter, "%s", after);
}

void put_logical(struct splitter *splitter, const struct part *part, bool is_last)
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

void put_conditional(struct splitter *splitter, const struct part *part, bool is_last)
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

/* ---- statement expressions, _Generic and its like ---- */

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

void put_block(struct splitter *splitter, const struct part *part, bool is_last)
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

/* `if (one is chosen) { value = it; }`; what is not chosen has to fit nowhere. */
static void put_chosen(struct splitter *splitter, const struct part *part, struct expr *one,
                       const char *value)
{
    const struct expr *condition = part->expr->list;
    bool is_first = one == condition->next;

    splitter->line_token = one->range.first;
    begin_line(splitter);
    put(splitter, is_first ? "if (" : "if (!(");
    put_range(splitter, condition->range, part->hole, false);
    put(splitter, is_first ? ") {" : ")) {");
    splitter->level++;
    pull(splitter, one, part->hole, !value);
    if (value || !one->has_await || has_rest(one)) {
        begin_line(splitter);
        put(splitter, value ? "%s = __builtin_choose_expr(" : "(void) __builtin_choose_expr(",
            value);
        put_range(splitter, condition->range, part->hole, false);
        put(splitter, is_first ? ", (" : ", %s, (", value ? value : "0");
        put_range(splitter, one->range, part->hole, false);
        put(splitter, is_first ? "), %s);" : "));", value ? value : "0");
    }
    splitter->level--;
    begin_line(splitter);
    put(splitter, "}");
}

/* Its value is in the frame, for the compiler could not tell that it is always set. */
void put_generic(struct splitter *splitter, const struct part *part)
{
    bool is_choice = awaited_is_choice(part->expr);
    struct expr *item = part->expr->list;
    struct value value = {0};

    if (part->expr->kid[0]->has_await)
        awaited_types(splitter->ir, part->expr->kid[0], part->hole);
    if (!part->is_discarded)
        value = new_value(splitter, true, splitter->value_layer);
    for (item = is_choice ? item->next : item; item && is_choice; item = item->next)
        put_chosen(splitter, part, item, value.access);
    for (; item; item = item->next)
        put_association(splitter, part, item, value.access);
    finish_value(splitter, part, &value, part->expr);
}
