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

/* As plain_view, for a declaration that may stand in a statement expression. */
static struct view view_of(const struct framer *framer, const struct specs *specs)
{
    struct view view = plain_view(framer);

    view.hole = framer->ir->holes[specs->range.first];
    return view;
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
    struct view view = view_of(framer, specs);
    struct range range = mention_whole_init(framer, declarator, init);

    awaited_types(framer->ir, init, view.hole);
    if (specs->kind == TYPE_AUTO)
        return ir_text(framer->ir, "__typeof__(((void) 0, %s))", view_words(view, range));
    return ir_text(framer->ir, init->kind == EXPR_INIT_LIST ? "__typeof__((%s) %s)"
                                                            : "__typeof__((%s) {%s})",
                   declare(view, specs, declarator, DECLARE_OBJECT, "", NULL),
                   view_words(view, range));
}

static bool find_literal(struct walk *walk, struct expr *expr)
{
    *(bool *) walk->context |= expr->kind == EXPR_LITERAL;
    return true;
}

/* The type of an expression with a compound literal in it. */
static bool is_of_literal(const struct specs *specs)
{
    bool found = false;
    struct walk walk = {.context = &found, .enter_expr = find_literal};

    if (specs->kind == TYPE_TYPEOF)
        walk_expr(&walk, specs->expr);
    return found;
}

/* One whose type is the initialiser's, if `init` is given. */
static void add_slot(struct framer *framer, const struct specs *specs,
                     const struct declarator *declarator, struct expr *init,
                     const char *field, const char *count, uint8_t layer)
{
    struct view view = view_of(framer, specs);
    const char *alignment = declared_alignment(view, specs, declarator);
    struct slot *slot;

    if (specs->expr && specs->expr->has_await)
        awaited_types(framer->ir, specs->expr, view.hole);
    if (init)
        ir_add_slot(framer->ir, framer->function, layer,
                    type_of_init(framer, specs, declarator, init), field);
    else if (layer && is_of_literal(specs))
        ir_add_slot(framer->ir, framer->function, layer,
                    ir_text(framer->ir, "__typeof__(%s)",
                            declare(view, specs, declarator, DECLARE_OBJECT, "", count)), field);
    else
        ir_add_slot(framer->ir, framer->function, layer, NULL,
                    declare(view, specs, declarator, DECLARE_OBJECT, field, count));
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
        (declaration->count = count_elements(view_of(framer, specs), specs, declarator, init)))
        init = NULL;
    if (framer->function->item->failed || !mention_look(framer, specs, declarator, init))
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
                                    declare_more(view_of(framer, specs), declarator, DECLARE_OBJECT,
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

/* Places local `i`, behind those of statement expressions that its type comes from; the next. */
static uint32_t place_with_inner(struct framer *framer, uint32_t i)
{
    struct function *function = framer->function;
    struct local *local = function->locals.list[i++];
    const struct declarator *declarator = local->declarator;
    bool is_told = local->decl && declarator->init &&
                   (local->decl->specs->kind == TYPE_AUTO ||
                    is_unsized(local->decl->specs, declarator));

    while (is_told && i < function->locals.count &&
           function->locals.list[i]->declarator->token < declarator->init->range.end)
        i = place_with_inner(framer, i);
    if (!local->has_slot) {
        branch_check_plain(framer, local);
        return i;
    }
    place_local(framer, local);
    if (!local->is_variable)
        name_local(framer, local);
    return i;
}

static void add_locals(struct framer *framer)
{
    struct function *function = framer->function;

    for (uint32_t i = function->parameter_count; i < function->locals.count;)
        i = place_with_inner(framer, i);
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
                ? count_elements(view_of(framer, specs), specs, declarator, expr->kid[0]) : NULL;
    if (declared_variable_length(declarator))
        refuse(framer, DIAG_FRAME_TYPE, expr->range, "use an array, or malloc",
               "a compound literal of variable length");
    if (!mention_look(framer, specs, declarator, is_open && !count ? expr->kid[0] : NULL))
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
