/*
 * `typedef __typeof__(x) T;` of a block can move to no place where the x of the frame has a type
 * yet. So it vanishes, and each T reads `__typeof__(__typeof__(unsync__self->x))`; the slots of
 * that type stand where those that it names are visible.
 */
#include "../tree/attribute.h"
#include "../tree/condition.h"
#include "../tree/declare.h"
#include "../tree/said.h"
#include "../tree/walk.h"
#include "framer.h"

/* The walk's context, over what a typedef says. */
struct look {
    const struct framer *framer;
    bool is_stuck; /* it cannot be said again */
};

/* ---- which ---- */

static bool see_name(struct walk *walk, struct expr *expr)
{
    struct look *look = walk->context;
    const struct local *local = ir_local(expr);

    if (expr->kind == EXPR_NAME && expr->symbol &&
        !(local && (local->has_slot || expr->symbol->kind == SYMBOL_PARAMETER)) &&
        !set_has(&look->framer->function->hoisted, expr->symbol) &&
        !(expr->symbol->kind == SYMBOL_ENUMERATOR && expr->symbol->slot))
        look->is_stuck = true;
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    struct look *look = walk->context;

    if (specs->kind == TYPE_NAMED && specs->symbol && !specs->symbol->slot)
        look->is_stuck = true;
    if (specs->tag && (specs->tag->has_body ||
                       set_has(&look->framer->function->staying, specs->tag)))
        look->is_stuck = true; /* said twice, it is two types */
    return true;
}

/* Whether what the frame says of an object would lose something. */
static bool has_attributes(const struct framer *framer, const struct decl *decl,
                           const struct declarator *declarator)
{
    const struct unit *unit = framer->ir->unit;
    struct view view = {.ir = framer->ir};

    return *declared_alignment(view, decl->specs, declarator) ||
           frame_lost_attribute(unit, decl->specs->pieces) ||
           frame_lost_attribute(unit, declarator->attributes);
}

static bool can_be_said(const struct framer *framer, const struct decl *decl)
{
    const struct unit *unit = framer->ir->unit;
    struct look look = {.framer = framer};
    struct walk walk = {.context = &look, .enter_expr = see_name, .enter_specs = see_type};

    if (condition_at(framer->ir, framer->function, decl->range.first) ||
        ir_any_between(unit->directives.list, unit->directives.count, decl->range.first,
                       decl->range.end))
        return false;
    walk_specs(&walk, decl->specs);
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        walk_declarator(&walk, one);
        look.is_stuck |= !one->symbol || one->symbol->redeclared || one->symbol->slot ||
                         declared_variable(decl->specs, one) || has_attributes(framer, decl, one);
    }
    return !look.is_stuck;
}

static bool is_bound(const struct decl *decl)
{
    const struct declarator *one = decl->declarators;

    while (one && !said_again(decl->specs, one))
        one = one->next;
    return one != NULL && decl->specs->storage & STORAGE_TYPEDEF;
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct framer *framer = walk->context;

    if (decl->declarators != declarator || !is_bound(decl) || !can_be_said(framer, decl))
        return;
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        one->symbol->slot = one;
        set_add(&framer->bound, one->symbol);
    }
}

/* ---- what hides their names ---- */

struct hider {
    struct framer *framer;
    struct set names, tags;
};

static void refuse(struct hider *hider, uint32_t token, const struct name *name)
{
    ir_refuse(hider->framer->ir, hider->framer->function->item, DIAG_FRAME_TYPE,
              unit_span(hider->framer->ir->unit, token), "give it another name",
              "'%s' hides a name that a type of variable length takes from the file, "
              "and that type lives across %s", name->text,
              function_wait(hider->framer->function));
}

static bool hides(const struct hider *hider, const struct symbol *symbol)
{
    if (!symbol || !set_has(&hider->names, symbol->name) || symbol->kind == SYMBOL_FUNCTION ||
        set_has(&hider->framer->function->hoisted, symbol))
        return false;
    if (symbol->decl && symbol->decl->specs->storage & STORAGE_EXTERN)
        return false;
    if (symbol->kind == SYMBOL_OBJECT && symbol->slot)
        return !((const struct local *) symbol->slot)->has_slot;
    return !symbol->slot;
}

static void see_hiding(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    (void) decl;
    if (hides(walk->context, declarator->symbol))
        refuse(walk->context, declarator->token, declarator->name);
}

static bool see_tag(struct walk *walk, struct specs *specs)
{
    struct hider *hider = walk->context;
    const struct tag *tag = specs->tag;

    if (!tag)
        return true;
    if (tag->name && tag->has_body && set_has(&hider->tags, tag->name) &&
        set_has(&hider->framer->function->staying, tag))
        refuse(hider, tag->token, tag->name);
    for (const struct enumerator *one = tag->enumerators; one; one = one->next)
        if (hides(hider, one->symbol))
            refuse(hider, one->token, one->name);
    return true;
}

/* ---- all of it ---- */

void bound_types(struct framer *framer)
{
    struct hider hider = {.framer = framer};
    struct walk find = {.context = framer, .declarator = see_declarator};
    struct walk check = {.context = &hider, .declarator = see_hiding, .enter_specs = see_tag};

    if (!framer->function->await_count)
        return;
    walk_stmt(&find, framer->function->item->body);
    said_names(framer->function, &hider.names, &hider.tags);
    if (hider.names.count || hider.tags.count)
        walk_stmt(&check, framer->function->item->body);
    set_free(&hider.names);
    set_free(&hider.tags);
}

static void name_declared(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct framer *framer = walk->context;

    if (decl->declarators == declarator && declarator->symbol &&
        set_has(&framer->bound, declarator->symbol))
        room_name_type(framer, declarator->symbol);
}

void bound_names(struct framer *framer)
{
    struct walk walk = {.context = framer, .declarator = name_declared};

    if (framer->bound.count)
        walk_stmt(&walk, framer->function->item->body);
}
