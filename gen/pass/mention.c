/*
 * The type of a slot is said before the body. What it mentions must be there: parameters, locals
 * that have slots, which decide the layer of this one, types that have moved there. A statement
 * expression without an await is repeated in the type with all that it declares; of one with an
 * await the value is, whose locals have slots.
 */
#include "../tree/awaited.h"
#include "../tree/condition.h"
#include "../tree/walk.h"
#include "framer.h"

static void need_layer(struct framer *framer, uint8_t layer)
{
    if (framer->layer < layer)
        framer->layer = layer;
}

static bool is_in(struct range range, uint32_t token)
{
    return token >= range.first && token < range.end;
}

static void see_name(struct framer *framer, const struct expr *expr)
{
    const struct symbol *symbol = expr->symbol;
    const struct local *local = ir_local(expr);

    if (symbol && is_in(framer->inside, symbol->token))
        return;
    if (symbol && (set_has(&framer->function->hoisted, symbol) ||
                   (symbol->kind == SYMBOL_ENUMERATOR && symbol->slot))) {
        need_layer(framer, 1); /* it moved into the function's head */
        return;
    }
    if (symbol && symbol->kind == SYMBOL_PARAMETER && !local)
        return; /* of a function declarator */
    if (local && (symbol->kind == SYMBOL_PARAMETER || local->has_slot) && local->layer < UINT8_MAX)
        need_layer(framer, (uint8_t) (local->layer + 1));
    else if (symbol)
        framer->obstacle = symbol->name->text;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct framer *framer = walk->context;

    if (expr->kind == EXPR_CATCH ||
        (expr->kind == EXPR_AWAIT && awaited_known(framer->ir, expr->kid[0])))
        return false;
    if (expr->kind == EXPR_NAME)
        see_name(framer, expr);
    if (expr->kind == EXPR_LITERAL || expr->kind == EXPR_BLOCK)
        need_layer(framer, 1);
    if (expr->kind == EXPR_BLOCK && !expr->has_await && !is_in(framer->inside, expr->range.first))
        framer->inside = expr->range;
    return true;
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    struct framer *framer = walk->context;
    const struct function *function = framer->function;

    if ((specs->symbol && is_in(framer->inside, specs->symbol->token)) ||
        (specs->tag && is_in(framer->inside, specs->tag->range.first)))
        return true;
    if (specs->kind == TYPE_NAMED && specs->symbol && set_has(&framer->bound, specs->symbol)) {
        walk_specs(walk, specs->symbol->decl->specs); /* it will be written out */
        walk_declarator(walk, specs->symbol->declarator);
    }
    if (specs->kind == TYPE_NAMED && specs->symbol && specs->symbol->slot)
        need_layer(framer, 1);
    else if (specs->kind == TYPE_NAMED && specs->symbol)
        framer->obstacle = specs->symbol->name->text;
    if (specs->tag && set_has(&function->hoisted, specs->tag))
        need_layer(framer, 1);
    else if (specs->tag && specs->tag->name && set_has(&function->staying, specs->tag))
        framer->obstacle = specs->tag->name->text;
    else if (specs->kind == TYPE_ENUM && specs->tag->has_body)
        framer->obstacle = "enum";
    return true;
}

struct range mention_whole_init(const struct framer *framer, const struct declarator *declarator,
                                const struct expr *init)
{
    return condition_around(framer->ir->unit, init->range,
                            (struct range) {declarator->token, UINT32_MAX});
}

/* A type that directives are part of is said before the body: what they ask must be the same. */
static bool check_directives(struct framer *framer, struct range range)
{
    const struct unit *unit = framer->ir->unit;

    if (!ir_any_between(unit->directives.list, unit->directives.count, range.first, range.end) ||
        (!framer->function->has_definitions && condition_is_whole(framer->ir, range)))
        return true;
    ir_refuse(framer->ir, framer->function->item, DIAG_FRAME_TYPE, unit_range_span(unit, range),
              "write the type without directives", "%s",
              framer->function->has_definitions
                  ? "the type depends on directives of a function that defines macros"
                  : "directives of this kind in a type that a frame holds");
    return false;
}

/* It could not move to the head of the function: a member depends on something there. */
static void refuse_own_tag(struct framer *framer, const struct tag *tag)
{
    ir_refuse(framer->ir, framer->function->item, DIAG_FRAME_TYPE,
              unit_span(framer->ir->unit, tag->token),
              "leave the name out, or let its members depend on no local",
              "what lives across %s cannot be of a named type whose members depend on a local",
              function_wait(framer->function));
}

bool mention_look(struct framer *framer, struct specs *specs, struct declarator *declarator,
                  struct expr *init)
{
    struct walk walk = {.context = framer, .enter_expr = enter_expr, .enter_specs = enter_specs};

    framer->layer = init != NULL;
    framer->obstacle = NULL;
    framer->inside = (struct range) {0, 0};
    walk_specs(&walk, specs);
    walk_declarator(&walk, declarator);
    walk_expr(&walk, init);
    if (!check_directives(framer, specs->range) || !check_directives(framer, declarator->range) ||
        (init && !check_directives(framer, mention_whole_init(framer, declarator, init))))
        return false;
    if (!framer->obstacle)
        return true;
    if (specs->tag && specs->tag->has_body && specs->tag->name &&
        set_has(&framer->function->staying, specs->tag)) {
        refuse_own_tag(framer, specs->tag);
        return false;
    }
    ir_refuse(framer->ir, framer->function->item, DIAG_FRAME_TYPE,
              unit_range_span(framer->ir->unit, declarator->range.first == declarator->range.end
                                                    ? specs->range : declarator->range),
              "declare it before the function",
              "the type of what lives across %s needs '%s', which this function declares",
              function_wait(framer->function), framer->obstacle);
    return false;
}
