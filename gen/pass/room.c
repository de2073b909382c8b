/*
 * `int a[n + 1][3], (*p)[n];` become the members `size_t a_length; void *a;` and `size_t p_length;
 * void *p;`. Where the declaration stands, its sizes are computed and `a` gets its storage; the
 * sizes are holes whose texts are the members, so every further mention of the type is `int
 * (*)[unsync__self->a_length][3]`. The user's `a` becomes an lvalue of that type: (*(int
 * (*)[...][3]) unsync__self->a).
 */
#include "../tree/awaited.h"
#include "../tree/condition.h"
#include "../tree/count.h"
#include "../tree/declare.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "framer.h"

static struct view view_of(const struct framer *framer)
{
    return (struct view) {.ir = framer->ir, .is_expanded = framer->function->has_definitions,
                          .is_type = true};
}

static void refuse(struct framer *framer, struct range range, const char *hint,
                   const char *message)
{
    ir_refuse(framer->ir, framer->function->item, DIAG_FRAME_LOCAL,
              unit_range_span(framer->ir->unit, range), hint, "%s", message);
}

/* ---- sizes ---- */

/* Each size that is to be computed gets a member, and what names it. */
static void place_sizes(struct framer *framer, const struct declarator *declarator,
                        const char *name)
{
    for (const struct derivation *step = declarator->derivations; step; step = step->next) {
        const char *field;
        struct hole *hole;

        if (!size_is_variable(step))
            continue;
        field = frame_field(framer, ir_text(framer->ir, "%s_length", name));
        ir_add_slot(framer->ir, framer->function, 0, NULL,
                    ir_text(framer->ir, "size_t %s", field));
        step->size->id = ir_hole(framer->ir, step->size->range, 0);
        hole = &framer->ir->hole_list.list[step->size->id];
        hole->text = hole->type = ir_text(framer->ir, "unsync__self->%s", field);
    }
}

/* ---- locals ---- */

static bool see_effect(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_ASSIGN || expr->kind == EXPR_POSTFIX || expr->kind == EXPR_CALL ||
        expr->has_await || (expr->kind == EXPR_UNARY && (expr->op == TOKEN_PLUS_PLUS ||
                                                         expr->op == TOKEN_MINUS_MINUS)))
        *(bool *) walk->context = true;
    return true;
}

static bool has_effect(struct expr *expr)
{
    bool found = false;
    struct walk walk = {.context = &found, .enter_expr = see_effect};

    walk_expr(&walk, expr);
    return found;
}

/* An element of an array in one dimension points at nothing of variable length. */
static bool is_plain_element(const struct expr *expr)
{
    const struct local *local = expr->kind == EXPR_INDEX ? ir_local(expr->kid[0]) : NULL;
    const struct derivation *step = local ? local->declarator->derivations : NULL;

    return local && local->decl && local->decl->specs->kind != TYPE_TYPEOF &&
           local->decl->specs->kind != TYPE_NAMED && step && !step->next;
}

/* `T x[] = {...}`: the elements are counted here, as the text around the type is another there. */
static void count_room(struct framer *framer, struct local *local)
{
    const struct derivation *step = local->declarator->derivations;
    struct declaration *declaration = local->declarations;

    if (!step || step->kind != DERIVE_ARRAY || step->size || step->is_star)
        return;
    declaration->count = local->declarator->init
        ? count_elements(view_of(framer), local->decl->specs, local->declarator,
                         local->declarator->init) : NULL;
    if (!declaration->count)
        refuse(framer, local->declarator->range, "write the number of elements",
               "the elements of this array cannot be counted before its type is known, which may "
               "be of variable length");
}

void room_place(struct framer *framer, struct local *local)
{
    const struct specs *specs = local->decl->specs;
    struct declarator *declarator = local->declarator;
    const char *alignment = declared_alignment(view_of(framer), specs, declarator);
    bool is_pointer = declared_class(specs, declarator) == CLASS_SCALAR;

    if (specs->kind == TYPE_AUTO && has_effect(declarator->init) &&
        !is_plain_element(declarator->init) && declarator->init->kind != EXPR_CALL)
        refuse(framer, declarator->init->range, "write the type of the variable",
               "the type of this initialiser may be of variable length, and it has side effects");
    count_room(framer, local);
    local->field = frame_field(framer, local->symbol->name->text);
    place_sizes(framer, declarator, local->field);
    ir_add_slot(framer->ir, framer->function, 0, NULL,
                ir_text(framer->ir, "%svoid *%s", is_pointer ? alignment : "", local->field));
    local->has_room = !is_pointer;
    framer->function->has_rooms |= local->has_room;
    framer->function->has_unwind |= /* no memory */
        local->has_room && !leave_place(framer->function, local->declarator->token).defer;
}

/* The type's text, `name` where the variable's stood: "int (*)[n]" for "(*)". `count`: of [], or
 * NULL. */
static const char *type_text(struct framer *framer, const struct specs *specs,
                             const struct declarator *declarator, const char *name,
                             const char *count)
{
    if (specs->expr && specs->expr->has_await)
        awaited_types(framer->ir, specs->expr, 0);
    if (specs->kind == TYPE_AUTO)
        return ir_text(framer->ir, "__typeof__(((void) 0, %s)) %s",
                       view_words(view_of(framer), declarator->init->range), name);
    return declare(view_of(framer), specs, declarator, DECLARE_OBJECT, name, count);
}

static void edit_uses(struct framer *framer, const struct local *local)
{
    const struct function *function = framer->function;

    for (uint32_t i = 0; i < function->uses.count; i++)
        if (function->uses.list[i].local == local)
            ir_edit(framer->ir, function->uses.list[i].token)->instead = local->access;
}

/* ---- static pointers ---- */

/* The sizes are computed each time that the declaration is reached, the value is set once. */
void room_place_static(struct framer *framer, const struct declarator *declarator)
{
    struct symbol *symbol = declarator->symbol;
    struct decl *decl = symbol->decl;
    struct local *local = ARENA_NEW(&framer->ir->unit->arena, struct local);
    struct view view = view_of(framer);

    if (decl->declarators->next || symbol->redeclared || decl->specs->kind == TYPE_AUTO ||
        decl->specs->storage & STORAGE_THREAD_LOCAL ||
        *declared_alignment(view, decl->specs, declarator) ||
        declared_class(decl->specs, declarator) != CLASS_SCALAR ||
        condition_at(framer->ir, framer->function, declarator->token)) {
        refuse(framer, declarator->range, "declare it before the function, or alone",
               ir_text(framer->ir, "a static pointer of this kind to arrays of variable length "
                                   "cannot live across %s", function_wait(framer->function)));
        return;
    }
    *local = (struct local) {.symbol = symbol, .decl = decl, .has_slot = true, .is_variable = true,
                             .declarator = (struct declarator *) declarator};
    symbol->slot = local;
    local->field = ir_text(framer->ir, "unsync__static_%s",
                           frame_field(framer, symbol->name->text));
    place_sizes(framer, declarator, symbol->name->text);
    *vector_push(&framer->function->types) = (struct preface) {
        declarator->init ? ir_text(framer->ir, "static const volatile void *%s = %s;", local->field,
                                   view_words(view, declarator->init->range))
                         : ir_text(framer->ir, "static const volatile void *%s;", local->field),
        NULL};
}

static bool see_static(struct walk *walk, struct expr *expr)
{
    struct framer *framer = walk->context;

    if (expr->kind == EXPR_NAME && expr->symbol && expr->symbol == framer->renamed)
        ir_edit(framer->ir, expr->token)->instead =
            ((const struct local *) expr->symbol->slot)->access;
    return true;
}

static void edit_static(struct framer *framer, const struct local *local)
{
    struct walk walk = {.context = framer, .enter_expr = see_static};

    framer->renamed = local->symbol;
    walk_stmt(&walk, framer->function->item->body);
}

/* ---- locals ---- */

/* Of typeof with side effects: where the type is of variable length it would have them again at
 * each mention. Only the compiler knows; it has no such type in a _Generic. */
static const char *same_text(struct framer *framer, const struct local *local)
{
    const struct specs *specs = local->decl->specs;

    if (specs->kind != TYPE_TYPEOF || !specs->expr || !has_effect(specs->expr))
        return "";
    return ir_text(framer->ir, "{ UNSYNC__OF_ONE_SIZE(%s); } ",
                   type_text(framer, specs, local->declarator, "(*)",
                             local->declarations->count));
}

/* `UNSYNC__ROOM(slot, unsync__unwind, int [n])`; of an aligned array the alignment too. */
static const char *room_text(struct framer *framer, const struct local *local)
{
    const struct specs *specs = local->decl->specs;
    const char *alignment = declared_alignment(view_of(framer), specs, local->declarator);
    const char *to = leave_failing(framer->ir, framer->function, local->declarator->token);
    const char *type = type_text(framer, specs, local->declarator, "", local->declarations->count);

    if (!*alignment)
        return ir_text(framer->ir, "%sUNSYNC__ROOM(unsync__self->%s, %s, %s)",
                       same_text(framer, local), local->field, to, type);
    return ir_text(framer->ir, "%sUNSYNC__ROOM_ALIGNED(unsync__self->%s, %s, "
                               "_Alignof(struct { %schar unsync__byte; }), %s)",
                   same_text(framer, local), local->field, to, alignment, type);
}

static void name_local(struct framer *framer, struct local *local)
{
    const struct specs *specs = local->decl->specs;
    const char *type = type_text(framer, specs, local->declarator, "(*)",
                                 local->declarations ? local->declarations->count : NULL);

    if (specs->storage & STORAGE_STATIC) {
        local->access = ir_text(framer->ir, "(*(%s) &%s)", type, local->field);
        edit_static(framer, local);
        return;
    }
    local->access = ir_text(framer->ir, "(*(%s) %sunsync__self->%s)", type,
                            local->has_room ? "" : "&", local->field);
    local->room = room_text(framer, local);
    edit_uses(framer, local);
}

/* ---- typedefs ---- */

static bool is_kept_type(const struct symbol *symbol)
{
    return symbol && symbol->kind == SYMBOL_TYPEDEF && symbol->slot;
}

void room_place_type(struct framer *framer, struct symbol *symbol)
{
    for (struct declarator *one = symbol->decl->declarators; one; one = one->next)
        if (one->symbol && !one->symbol->slot) {
            place_sizes(framer, one, one->name->text);
            one->symbol->slot = one;
        }
}

static bool rename_type(struct walk *walk, struct specs *specs)
{
    struct framer *framer = walk->context;

    if (specs->kind == TYPE_NAMED && specs->symbol && specs->symbol == framer->renamed)
        for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
            if (piece->kind == PIECE_TYPE)
                ir_edit(framer->ir, piece->range.first)->instead = specs->symbol->slot;
    return true;
}

void room_name_type(struct framer *framer, struct symbol *symbol)
{
    struct walk walk = {.context = framer, .enter_specs = rename_type};

    for (struct declarator *one = symbol->decl->declarators; one; one = one->next) {
        framer->renamed = one->symbol;
        one->symbol->slot = (void *) ir_text(framer->ir, "__typeof__(%s)",
                                             type_text(framer, symbol->decl->specs, one, "",
                                                       NULL));
        walk_stmt(&walk, framer->function->item->body);
    }
}

/* In the order of the text: what comes later may mention what came before. */
void room_names(struct framer *framer)
{
    for (uint32_t i = 0; i < framer->function->variable_lengths.count; i++) {
        struct symbol *symbol = framer->function->variable_lengths.list[i].declarator->symbol;
        struct local *local = symbol && symbol->kind == SYMBOL_OBJECT ? symbol->slot : NULL;

        if (local && local->has_slot)
            name_local(framer, local);
        else if (is_kept_type(symbol))
            room_name_type(framer, symbol);
    }
}

/* ---- parameters ---- */

/* `m[0][0]...`, `depth` times. */
static const char *element(struct framer *framer, const char *name, uint32_t depth)
{
    while (depth--)
        name = ir_text(framer->ir, "%s[0]", name);
    return name;
}

/*
 * The starter has evaluated the sizes when its body begins: it is asked by sizeof, for they may
 * have side effects.
 */
static void keep_sizes(struct framer *framer, struct parameter *parameter)
{
    const struct derivation *step = parameter->param->declarator->derivations->next;

    parameter->lengths = "";
    place_sizes(framer, &(struct declarator) {.derivations = (struct derivation *) step},
                parameter->local->field);
    for (uint32_t depth = 1; step; step = step->next, depth++)
        if (size_is_variable(step))
            parameter->lengths =
                ir_text(framer->ir, "%s    %s = sizeof(%s) / sizeof(%s);\n", parameter->lengths,
                        framer->ir->hole_list.list[step->size->id].text,
                        element(framer, parameter->name, depth),
                        element(framer, parameter->name, depth + 1));
}

/* What the parameter's type reads like elsewhere shall be the user's text again. */
static void forget_sizes(struct framer *framer, const struct declarator *declarator)
{
    for (const struct derivation *step = declarator->derivations->next; step; step = step->next)
        if (step->size && step->size->id)
            for (uint32_t i = step->size->range.first; i < step->size->range.end; i++)
                framer->ir->holes[i] = 0;
}

static bool are_arrays(const struct derivation *step)
{
    while (step && step->kind == DERIVE_ARRAY && !step->is_star && step->size)
        step = step->next;
    return !step || !declared_variable_length(&(struct declarator) {
                        .derivations = (struct derivation *) step});
}

static bool has_effects(const struct derivation *step)
{
    for (; step; step = step->next)
        if (step->size && has_effect(step->size))
            return true;
    return false;
}

bool room_parameter(struct framer *framer, struct parameter *parameter)
{
    struct local *local = parameter->local;
    struct declarator *declarator = parameter->param->declarator;
    bool is_async = framer->function->is_resumed;

    if (!local->is_variable || !are_arrays(declarator->derivations->next) ||
        has_effects(declarator->derivations->next))
        return false;
    ir_add_slot(framer->ir, framer->function, 0, NULL,
                ir_text(framer->ir, "void *%s", local->field));
    parameter->is_untyped = true;
    if (!is_async || !local->has_slot)
        return true;
    keep_sizes(framer, parameter);
    local->access = ir_text(framer->ir, "(*(%s) &unsync__self->%s)",
                            declare(view_of(framer), parameter->param->specs, declarator,
                                    DECLARE_PARAMETER, "(*)", NULL), local->field);
    forget_sizes(framer, declarator);
    return true;
}
