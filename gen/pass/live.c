#include "live.h"

#include "../tree/declare.h"
#include "../tree/leave.h"
#include "../tree/said.h"

struct liver {
    struct ir *ir;
    struct function *function;
    struct set decls; /* declarations of which a variable has a slot */
    struct set said;  /* names that must mean the same throughout the body */
};

static bool has_await_between(const struct liver *liver, uint32_t from, uint32_t to)
{
    const struct unit *unit = liver->ir->unit;

    return ir_any_between(unit->awaits.list, unit->awaits.count, from, to);
}

/* Whether a task may be started, and the function left, between the tokens. */
static bool is_left_with_tasks(const struct liver *liver, uint32_t from, struct range block,
                               bool is_outermost)
{
    const struct function *function = liver->function;

    return ir_any_between(function->starts.list, function->starts.count, from, block.end) &&
           (is_outermost || ir_any_between(function->leaves.list, function->leaves.count,
                                           block.first, block.end));
}

static bool is_suspended_after(const struct liver *liver, const struct local *local,
                               const struct declaration *declaration)
{
    const struct function *function = liver->function;
    const struct declarator *declarator = declaration->declarator;
    uint32_t begin = declarator->init && !local->uses_itself ? declarator->init->range.end - 1
                                                             : declarator->token;

    if (has_await_between(liver, begin, local->block.end))
        return true;
    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        if (step->size && step->size->has_await)
            return true;
    if (declarator->init && declarator->init->has_await && declaration->decl->declarators->next)
        return true; /* int a = f(), b = await g(): taken apart */
    return ir_any_between(function->labels.list, function->labels.count, local->block.first,
                          declarator->token) &&
           has_await_between(liver, local->block.first, local->block.end);
}

static bool is_suspended_with(const struct liver *liver, const struct local *local)
{
    const struct declaration *one = local->declarations;

    while (one && !is_suspended_after(liver, local, one))
        one = one->next;
    return one != NULL;
}

/*
 * A pointer at it may lead into a deferred statement; so does a jump into the scope of a VLA. And
 * who leaves a block inside of its own comes back from a wait, only to leave that one too: the
 * compiler does not see that, and warns of a value that was lost.
 */
static bool is_deferred(const struct liver *liver, const struct local *local)
{
    return local->is_deferred ||
           (local->declarator && leave_inside(liver->function, local->block,
                                              local->declarator->token) != NULL) ||
           ((local->is_exposed || declared_variable_length(local->declarator)) &&
            leave_any_within(liver->function, local->block));
}

static bool needs_slot(const struct liver *liver, const struct local *local)
{
    if (!local->decl)
        return liver->function->await_count || is_deferred(liver, local) ||
               (local->is_exposed && liver->function->starts.count);
    return is_suspended_with(liver, local) || local->in_taken_apart || is_deferred(liver, local) ||
           (local->is_exposed && is_left_with_tasks(liver, local->declarator->token, local->block,
                                                    local->is_outermost));
}

static bool literal_needs_slot(const struct liver *liver, const struct literal *literal)
{
    if (!literal->is_exposed)
        return false;
    return has_await_between(liver, literal->block.first, literal->block.end) ||
           leave_any_within(liver->function, literal->block) ||
           is_left_with_tasks(liver, literal->expr->range.first, literal->block,
                              literal->is_outermost);
}

/* Its declarations are those of slots. */
static void note_decls(struct liver *liver, const struct local *local)
{
    for (const struct declaration *one = local->declarations; one; one = one->next)
        set_add(&liver->decls, one->decl);
}

static bool has_noted(const struct liver *liver, const struct local *local)
{
    const struct declaration *one = local->declarations;

    while (one && !set_has(&liver->decls, one->decl))
        one = one->next;
    return one != NULL;
}

/* Those beside a slot in one of its declarations; true: there was one. */
static bool spread(struct liver *liver)
{
    bool has_spread = false;

    for (uint32_t i = 0; i < liver->function->locals.count; i++) {
        struct local *local = liver->function->locals.list[i];

        if (local->has_slot || !has_noted(liver, local))
            continue;
        local->has_slot = has_spread = true;
        note_decls(liver, local);
    }
    return has_spread;
}

/* One variable of a declaration needs a slot: so all of them get one. */
static void choose_locals(struct liver *liver)
{
    struct function *function = liver->function;

    set_clear(&liver->decls);
    set_clear(&liver->said);
    if (function->await_count)
        said_names(function, &liver->said, NULL);
    for (uint32_t i = 0; i < function->locals.count; i++) {
        struct local *local = function->locals.list[i];

        local->has_slot = needs_slot(liver, local) ||
                          (local->decl && set_has(&liver->said, local->symbol->name));
        if (local->has_slot)
            note_decls(liver, local);
    }
    while (spread(liver))
        ;
}

static void choose_literals(struct liver *liver)
{
    for (uint32_t i = 0; i < liver->function->literals.count; i++) {
        struct literal *literal = &liver->function->literals.list[i];

        literal->has_slot = literal_needs_slot(liver, literal);
    }
}

void live_items(struct ir *ir)
{
    struct liver liver = {.ir = ir};

    for (struct function *function = ir->functions; function; function = function->next) {
        liver.function = function;
        if (function->item->failed || !function->item->body || !function->is_resumed)
            continue;
        choose_locals(&liver);
        choose_literals(&liver);
    }
    set_free(&liver.decls);
    set_free(&liver.said);
}
