#include "frame.h"

#include <string.h>

#include "../tree/attribute.h"
#include "../tree/awaited.h"
#include "../tree/condition.h"
#include "../tree/count.h"
#include "../tree/declare.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "framer.h"

static void refuse(struct framer *framer, enum diag_id id, struct range range, const char *hint,
                   const char *message)
{
    ir_refuse(framer->ir, framer->function->item, id, unit_range_span(framer->ir->unit, range),
              hint, "%s", message);
}

static struct view plain_view(const struct framer *framer)
{
    return (struct view) {.ir = framer->ir, .is_expanded = framer->function->has_definitions,
                          .is_type = true};
}

/* ---- what a frame cannot hold ---- */

/*
 * Known are attributes that say nothing about the storage, and those that declare() keeps with the
 * type; a cleanup is a defer.
 */
uint32_t frame_lost_attribute(const struct unit *unit, const struct piece *pieces)
{
    static const char *const known[] = {
        "unused", "maybe_unused", "deprecated", "vector_size", "mode", "may_alias",
        "address_space", "aligned", "nonstring", "warn_if_not_aligned", "uninitialized",
        "cleanup"};
    uint32_t lost = 0;

    for (; pieces && !lost; pieces = pieces->next)
        lost = attribute_other(unit, pieces, 0, known, sizeof known / sizeof *known);
    return lost;
}

static void check_storage(struct framer *framer, const struct local *local,
                          const struct declaration *declaration)
{
    const struct declarator *declarator = declaration->declarator;
    uint32_t lost = frame_lost_attribute(framer->ir->unit, declaration->decl->specs->pieces);

    if (!lost)
        lost = frame_lost_attribute(framer->ir->unit, declarator->attributes);
    if (lost)
        refuse(framer, DIAG_FRAME_LOCAL, (struct range) {lost, lost + 1}, NULL,
               ir_text(framer->ir, "a local that lives across %s cannot keep this attribute",
                       function_wait(framer->function)));
    if (declarator->asm_label.first != declarator->asm_label.end)
        refuse(framer, DIAG_FRAME_LOCAL, declarator->asm_label, NULL,
               ir_text(framer->ir, "a local that lives across %s is in no register",
                       function_wait(framer->function)));
    if (local->in_block_expression)
        refuse(framer, DIAG_FRAME_LOCAL, declarator->range, "declare it before the expression",
               "a task may still use this local of a statement expression when the function is "
               "left");
}

/* ---- what a type mentions ---- */

static void need_layer(struct framer *framer, uint8_t layer)
{
    if (framer->layer < layer)
        framer->layer = layer;
}

static void see_name(struct framer *framer, const struct expr *expr)
{
    const struct symbol *symbol = expr->symbol;
    const struct local *local = ir_local(expr);

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
    return true;
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    struct framer *framer = walk->context;

    const struct function *function = framer->function;

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

/* With the directives around it. */
static struct range whole_init(const struct framer *framer, const struct declarator *declarator,
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
    refuse(framer, DIAG_FRAME_TYPE, range, "write the type without directives",
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

/* Walks the type, and the initialiser if the type depends on it; false: it was refused. */
static bool look_at_type(struct framer *framer, struct specs *specs,
                         struct declarator *declarator, struct expr *init)
{
    struct walk walk = {.context = framer, .enter_expr = enter_expr, .enter_specs = enter_specs};

    framer->layer = init != NULL;
    framer->obstacle = NULL;
    walk_specs(&walk, specs);
    walk_declarator(&walk, declarator);
    walk_expr(&walk, init);
    if (!check_directives(framer, specs->range) || !check_directives(framer, declarator->range) ||
        (init && !check_directives(framer, whole_init(framer, declarator, init))))
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

/* ---- slots ---- */

static bool is_unsized(const struct specs *specs, const struct declarator *declarator)
{
    const struct derivation *step = declarator->derivations;
    const struct fact *fact = !step && specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (!step && specs->kind == TYPE_NAMED && specs->symbol && specs->symbol->decl)
        return is_unsized(specs->symbol->decl->specs, specs->symbol->declarator);
    return step ? step->kind == DERIVE_ARRAY && !step->size && !step->is_star
                : fact && fact->flags & FACT_UNSIZED;
}

/* In `self->x` the compiler would expand a macro x, also where C does not: `#define x (x + 1)`. */
static bool take_field(struct framer *framer, struct name *field)
{
    const struct item *item = framer->function->item;
    struct source *source = framer->ir->unit->source;

    return !(field->macro && macro_between(field, source_position(source, item->begin).line,
                                           source_position(source, item->end).line)) &&
           set_add(&framer->fields, field);
}

const char *frame_field(struct framer *framer, const char *name)
{
    struct names *names = framer->ir->unit->names;
    struct name *field = names_intern_text(names, name);

    for (uint32_t i = 2; !take_field(framer, field); i++)
        field = names_intern_text(names, ir_text(framer->ir, "%s_%u", name, i));
    return field->text;
}

/* A type that only the initialiser tells, said inside of the function. */
static const char *type_of_init(struct framer *framer, const struct specs *specs,
                                const struct declarator *declarator, struct expr *init)
{
    struct view view = plain_view(framer);

    struct range range = whole_init(framer, declarator, init);

    awaited_types(framer->ir, init, 0);
    if (specs->kind == TYPE_AUTO)
        return ir_text(framer->ir, "__typeof__(((void) 0, %s))", view_words(view, range));
    return ir_text(framer->ir, init->kind == EXPR_INIT_LIST ? "__typeof__((%s) %s)"
                                                            : "__typeof__((%s) {%s})",
                   declare(view, specs, declarator, DECLARE_OBJECT, "", NULL),
                   view_words(view, range));
}

/* One whose type is the initialiser's, if `init` is given. */
static void add_slot(struct framer *framer, const struct specs *specs,
                     const struct declarator *declarator, struct expr *init,
                     const char *field, const char *count, uint8_t layer)
{
    const char *alignment = declared_alignment(plain_view(framer), specs, declarator);
    struct slot *slot;

    if (specs->expr && specs->expr->has_await)
        awaited_types(framer->ir, specs->expr, 0);
    if (init)
        ir_add_slot(framer->ir, framer->function, layer,
                    type_of_init(framer, specs, declarator, init), field);
    else
        ir_add_slot(framer->ir, framer->function, layer, NULL,
                    declare(plain_view(framer), specs, declarator, DECLARE_OBJECT, field, count));
    slot = &framer->function->slots.list[framer->function->slots.count - 1];
    slot->declaration = ir_text(framer->ir, "%s%s", alignment, slot->declaration);
}

/* `struct {...} a, *b;`: the second one belongs to the words of the first. */
static bool follows_struct(const struct framer *framer, const struct declaration *declaration)
{
    const struct tag *tag = declaration->decl->specs->tag;

    return tag && tag->has_body && declaration->decl->declarators != declaration->declarator &&
           !set_has(&framer->function->hoisted, tag);
}

/* Decides between the frame and its inner part: the outermost that all declarations bear. */
static void place_declaration(struct framer *framer, struct local *local,
                              struct declaration *declaration)
{
    struct specs *specs = declaration->decl->specs;
    struct declarator *declarator = declaration->declarator;
    struct expr *init = specs->kind == TYPE_AUTO ? declarator->init : NULL;
    const struct local *first;

    if (is_unsized(specs, declarator) && (init = declarator->init) && declarator->derivations &&
        (declaration->count = count_elements(plain_view(framer), specs, declarator, init)))
        init = NULL;
    if (framer->function->item->failed || !look_at_type(framer, specs, declarator, init))
        return;
    if (local->layer < framer->layer)
        local->layer = framer->layer;
    if (!follows_struct(framer, declaration))
        return;
    if (init)
        refuse(framer, DIAG_FRAME_TYPE, declarator->range, "write the number of elements",
               "the size of this array is not known when the frame is made");
    first = declaration->decl->declarators->symbol->slot;
    local->layer = first->layer;
}

static void place_local(struct framer *framer, struct local *local)
{
    struct declaration *one = local->declarations;

    for (; one; one = one->next)
        check_storage(framer, local, one);
    branch_check(framer, local);
    if (local->is_variable) {
        room_place(framer, local);
        return;
    }
    for (one = local->declarations; one; one = one->next)
        place_declaration(framer, local, one);
}

static void name_local(struct framer *framer, struct local *local)
{
    local->field = frame_field(framer, local->symbol->name->text);
    local->access = ir_text(framer->ir, "%s->%s", ir_holder(framer->ir, local->layer),
                            local->field);
}

/* What the last slot holds, and where it does. */
static void note_slot(struct framer *framer, const struct local *local, struct range live)
{
    struct function *function = framer->function;
    struct slot *slot = &function->slots.list[function->slots.count - 1];

    slot->local = local;
    slot->live = live;
}

/* The slot that the first declarator of the declaration made. */
static struct slot *slot_of(const struct framer *framer, const struct decl *decl)
{
    struct function *function = framer->function;
    uint32_t i = function->slots.count;

    while (i && function->slots.list[i - 1].decl != decl)
        i--;
    return i ? &function->slots.list[i - 1] : NULL;
}

static void declare_slot(struct framer *framer, const struct local *local,
                         const struct declaration *declaration)
{
    struct function *function = framer->function;
    const struct specs *specs = declaration->decl->specs;
    const struct declarator *declarator = declaration->declarator;
    struct slot *slot = slot_of(framer, declaration->decl);

    if (follows_struct(framer, declaration) && slot) {
        slot->declaration = ir_text(framer->ir, "%s,%s", slot->declaration,
                                    declare_more(plain_view(framer), declarator, DECLARE_OBJECT,
                                                 local->field, declaration->count));
        return;
    }
    add_slot(framer, specs, declarator,
             specs->kind == TYPE_AUTO || (is_unsized(specs, declarator) && !declaration->count)
                 ? declarator->init : NULL,
             local->field, declaration->count, local->layer);
    note_slot(framer, local, local->block);
    slot = &function->slots.list[function->slots.count - 1];
    slot->decl = declaration->decl;
    slot->condition = condition_repeated(framer->ir, function, declarator->token);
}

/* In a body that defines macros all branches have one type, and it is there in each. */
static void declare_local(struct framer *framer, const struct local *local)
{
    const struct declaration *one = local->declarations;

    for (; one; one = framer->function->has_definitions ? NULL : one->next)
        declare_slot(framer, local, one);
}

static void edit_uses(struct framer *framer)
{
    for (uint32_t i = 0; i < framer->function->uses.count; i++) {
        const struct use *use = &framer->function->uses.list[i];

        if (use->local->access)
            ir_edit(framer->ir, use->token)->instead = use->local->access;
    }
}

static void place_type(struct framer *framer, const struct lasting *lasting)
{
    struct symbol *symbol = lasting->declarator->symbol;

    if (symbol && symbol->kind == SYMBOL_TYPEDEF)
        room_place_type(framer, symbol);
    else /* a jump to a suspension behind it would be one into its scope */
        room_place_static(framer, lasting->declarator);
}

static void place_types(struct framer *framer)
{
    const struct function *function = framer->function;
    const struct unit *unit = framer->ir->unit;

    for (uint32_t i = 0; i < function->variable_lengths.count; i++) {
        const struct lasting *lasting = &function->variable_lengths.list[i];
        const struct symbol *symbol = lasting->declarator->symbol;

        if (!(symbol && symbol->kind == SYMBOL_OBJECT && symbol->slot) &&
            (ir_any_between(unit->awaits.list, unit->awaits.count, lasting->declarator->token,
                            lasting->block.end) || leave_any_within(function, lasting->block)))
            place_type(framer, lasting);
    }
}

static void add_locals(struct framer *framer)
{
    struct function *function = framer->function;

    for (uint32_t i = function->parameter_count; i < function->locals.count; i++)
        if (function->locals.list[i]->has_slot) {
            place_local(framer, function->locals.list[i]);
            if (!function->locals.list[i]->is_variable)
                name_local(framer, function->locals.list[i]);
        } else {
            branch_check_plain(framer, function->locals.list[i]);
        }
    edit_uses(framer);
    bound_names(framer);
    room_names(framer);
    for (uint32_t i = function->parameter_count; i < function->locals.count; i++)
        if (function->locals.list[i]->has_slot && !function->locals.list[i]->is_variable)
            declare_local(framer, function->locals.list[i]);
}

/* ---- parameters ---- */

static bool enter_size(struct walk *walk, struct expr *expr)
{
    struct framer *framer = walk->context;

    if (expr->kind == EXPR_NAME && expr->symbol)
        framer->obstacle = expr->symbol->name->text;
    return true;
}

/* `int m[n][n]`: the type of the frame's member would depend on another argument. */
static void check_parameter(struct framer *framer, const struct parameter *parameter)
{
    struct walk walk = {.context = framer, .enter_expr = enter_size};
    struct declarator rest = *parameter->param->declarator;
    bool is_star = false;

    framer->obstacle = NULL;
    if (rest.derivations && rest.derivations->kind == DERIVE_ARRAY)
        rest.derivations = rest.derivations->next;
    for (const struct derivation *step = rest.derivations; step; step = step->next)
        is_star |= step->kind == DERIVE_ARRAY && step->is_star;
    walk_specs(&walk, parameter->param->specs);
    walk_declarator(&walk, &rest);
    if (framer->obstacle || is_star || declared_variable_length(&rest))
        refuse(framer, DIAG_FRAME_TYPE, parameter->param->range,
               "pass a pointer to the first element",
               "a parameter of variable length cannot be kept for a task");
}

static void add_parameters(struct framer *framer)
{
    struct function *function = framer->function;
    bool is_async = function->is_resumed;

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        struct parameter *parameter = &function->parameters[i];
        struct local *local = parameter->local;
        struct declarator *declarator = parameter->param->declarator;

        local->field = parameter->name;
        set_add(&framer->fields, names_intern_text(framer->ir->unit->names, parameter->name));
        if (room_parameter(framer, parameter))
            continue;
        check_parameter(framer, parameter);
        if (is_async && local->has_slot)
            local->access = ir_text(framer->ir, "unsync__self->%s", local->field);
        ir_add_slot(framer->ir, function, 0, NULL,
                    declare(plain_view(framer), parameter->param->specs, declarator,
                            DECLARE_PARAMETER, local->field, NULL));
        note_slot(framer, local, (struct range) {0, 0});
    }
}

/* Without an await the parameters are C locals, under their own names. */
static void load_parameters(struct framer *framer)
{
    struct function *function = framer->function;

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct parameter *parameter = &function->parameters[i];

        if (!parameter->local->access && parameter->local->use_count)
            *vector_push(&function->loads) =
                ir_text(framer->ir, "%s = unsync__self->%s",
                        declare(plain_view(framer), parameter->param->specs,
                                parameter->param->declarator, DECLARE_PARAMETER,
                                parameter->body_name, NULL),
                        parameter->local->field);
    }
}

/* ---- compound literals ---- */

static void keep_literal(struct framer *framer, const struct literal *literal)
{
    struct expr *expr = literal->expr;
    struct specs *specs = expr->type->specs;
    struct declarator *declarator = expr->type->declarator;
    bool is_open = is_unsized(specs, declarator);
    const char *field = ir_text(framer->ir, "unsync__literal_%u", ++framer->literals), *count;

    count = is_open && declarator->derivations
                ? count_elements(plain_view(framer), specs, declarator, expr->kid[0]) : NULL;
    if (declared_variable_length(declarator))
        refuse(framer, DIAG_FRAME_TYPE, expr->range, "use an array, or malloc",
               "a compound literal of variable length");
    if (!look_at_type(framer, specs, declarator, is_open && !count ? expr->kid[0] : NULL))
        return;
    add_slot(framer, specs, declarator, is_open && !count ? expr->kid[0] : NULL, field, count,
             framer->layer);
    note_slot(framer, NULL, literal->block);
    framer->function->slots.list[framer->function->slots.count - 1].condition =
        condition_repeated(framer->ir, framer->function, expr->range.first);
    ir_wrap(framer->ir, expr->range,
            ir_text(framer->ir, "UNSYNC__KEEP(%s->%s, ", ir_holder(framer->ir, framer->layer),
                    field), ")");
}

static void keep_literals(struct framer *framer)
{
    framer->literals = 0;
    for (uint32_t i = 0; i < framer->function->literals.count; i++)
        if (framer->function->literals.list[i].has_slot)
            keep_literal(framer, &framer->function->literals.list[i]);
}

/* ---- functions ---- */

static void frame_function(struct framer *framer)
{
    struct function *function = framer->function;

    set_clear(&framer->fields);
    set_clear(&framer->bound);
    if (function->sent)
        ir_add_slot(framer->ir, function, 0, NULL,
                    declare(plain_view(framer), function->sent->specs, function->sent->declarator,
                            DECLARE_OBJECT, "unsync__sent", NULL));
    if (!function->is_resumed || !function->item->body) {
        add_parameters(framer);
        return;
    }
    add_parameters(framer);
    bound_types(framer);
    place_types(framer);
    add_locals(framer);
    keep_literals(framer);
    load_parameters(framer);
}

void frame_items(struct ir *ir)
{
    struct framer framer = {.ir = ir};

    for (struct function *function = ir->functions; function; function = function->next) {
        framer.function = function;
        if (!function->item->failed && function->item->kind != ITEM_PROTOTYPE)
            frame_function(&framer);
    }
    set_free(&framer.fields);
    set_free(&framer.bound);
}
