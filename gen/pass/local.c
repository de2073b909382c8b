/*
 * Declarations of what lives in the frame: each initialiser becomes an assignment, after the sizes
 * and the storage of what has a variable length. What has no slot stays the declaration that it
 * was.
 */
#include "../tree/condition.h"
#include "../tree/declare.h"
#include "splitter.h"

/* ---- what has a slot ---- */

/* The local that a declarator declares, if it has a slot, else NULL. */
static const struct local *kept_local(const struct declarator *declarator)
{
    const struct symbol *symbol = declarator->symbol;
    const struct local *local = symbol && symbol->kind == SYMBOL_OBJECT ? symbol->slot : NULL;

    return local && local->has_slot ? local : NULL;
}

/* Also a typedef whose sizes have slots. */
bool has_slot(const struct stmt *stmt)
{
    for (const struct declarator *one = stmt->decl->declarators; one; one = one->next)
        if (kept_local(one) ||
            (one->symbol && one->symbol->kind == SYMBOL_TYPEDEF && one->symbol->slot))
            return true;
    return false;
}

/* Of variable length: something is to be done before its initialiser. */
bool has_room(const struct declarator *declarator)
{
    const struct local *local = kept_local(declarator);

    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        if (step->size && step->size->id)
            return true;
    return local && local->has_room;
}

/* That of a static pointer is its initial value at the head of the function. */
static bool has_init(const struct declarator *declarator)
{
    const struct local *local = kept_local(declarator);

    return declarator->init && !(local && local->decl->specs->storage & STORAGE_STATIC);
}

/* There is nothing to be run. */
static bool is_idle(const struct declarator *declarator)
{
    return !has_init(declarator) && !has_room(declarator);
}

/* ---- declarations ---- */

static bool is_zero(const struct unit *unit, const struct expr *init)
{
    const struct expr *item = init->list;
    const struct token *token;

    if (init->kind != EXPR_INIT_LIST)
        return false;
    if (!item)
        return true;
    token = &unit->tokens.list[item->range.first];
    return !item->next && item->kid[0]->kind == EXPR_NUMBER && !item->designators &&
           token->len == 1 && *token->text == '0';
}

/* `{x}` around the value of a scalar. */
static const struct expr *without_braces(const struct expr *init)
{
    while (init->kind == EXPR_INIT_LIST && init->list && !init->list->next &&
           !init->list->designators)
        init = init->list->kid[0];
    return init;
}

/* The initialiser as an expression that assigns it. */
void put_assignment(struct splitter *splitter, const struct decl *decl,
                    const struct declarator *declarator)
{
    const struct local *local = declarator->symbol->slot;
    const struct unit *unit = splitter->ir->unit;
    struct range within = {declarator->token, UINT32_MAX};
    const struct expr *init = declarator->init;
    bool is_scalar = declared_class(decl->specs, declarator) == CLASS_SCALAR &&
                     !declared_const(decl->specs, declarator);

    if (init->has_directive && init->kind == EXPR_INIT_LIST) {
        put(splitter, "__builtin_memcpy((void *) &%s, (const void *) (__typeof__(%s)[1]){",
            local->access, local->access);
        put_range(splitter, init->range, splitter->hole, false);
        put(splitter, "}, sizeof %s)", local->access);
    } else if (is_scalar && without_braces(init)->kind != EXPR_INIT_LIST) {
        put(splitter, "%s = ", local->access);
        put_range(splitter, condition_around(unit, without_braces(init)->range, within),
                  splitter->hole, false);
    } else if (is_zero(unit, init)) {
        put(splitter, "__builtin_memset((void *) &%s, 0, sizeof %s)", local->access, local->access);
    } else {
        put(splitter, "UNSYNC__SET(%s, ", local->access);
        put_range(splitter, condition_around(unit, init->range, within),
                  splitter->hole, true);
        put(splitter, ")");
    }
}

/* The sizes of a type of variable length, then the storage of an array. */
static void put_room(struct splitter *splitter, const struct declarator *declarator)
{
    const struct local *local = kept_local(declarator);

    splitter->line_token = declarator->range.first;
    for (const struct derivation *step = declarator->derivations; step; step = step->next) {
        if (!step->size || !step->size->id)
            continue;
        pull(splitter, step->size, step->size->id, false);
        begin_line(splitter);
        put(splitter, "%s = (size_t) (",
            splitter->ir->hole_list.list[step->size->id].text);
        put_range(splitter, step->size->range, step->size->id, false);
        put(splitter, ");");
    }
    if (!local || !local->has_room)
        return;
    begin_line(splitter);
    put(splitter, "%s", local->room);
}

/* `int x, f(int);` of which x has a slot. */
static void put_prototype(struct splitter *splitter, const struct decl *decl,
                          const struct declarator *declarator)
{
    struct view view = {.ir = splitter->ir};
    const char *text = declare(view, decl->specs, declarator, DECLARE_OBJECT,
                               declarator->name->text, NULL);

    begin_line(splitter);
    put(splitter, splitter->is_loose ? "%s;" : "UNSYNC__LOOSE %s; UNSYNC__STRICT", text);
}

static void put_slot(struct splitter *splitter, const struct decl *decl, struct declarator *one)
{
    if (one->symbol && one->symbol->kind == SYMBOL_FUNCTION)
        put_prototype(splitter, decl, one);
    if (is_idle(one))
        return;
    put_room(splitter, one);
    if (!has_init(one))
        return;
    pull(splitter, one->init, splitter->hole, false);
    splitter->line_token = one->init->range.first;
    begin_line(splitter);
    put_assignment(splitter, decl, one);
    put(splitter, ";");
}

/* What a declaration of slots does, a statement each. */
void put_slots(struct splitter *splitter, const struct decl *decl)
{
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        const struct condition *condition =
            condition_since(splitter->ir, decl->range.first, one->token);

        begin_condition(splitter, condition);
        put_slot(splitter, decl, one);
        end_condition(splitter, condition);
    }
}

bool does_nothing(const struct decl *decl)
{
    for (const struct declarator *one = decl->declarators; one; one = one->next)
        if (!is_idle(one))
            return false;
    return true;
}

static void split_slots(struct splitter *splitter, struct stmt *stmt, bool is_labelled)
{
    open_glue(splitter, stmt);
    put_slots(splitter, stmt->decl);
    if (is_labelled && does_nothing(stmt->decl))
        put(splitter, ";");
    splitter->at = stmt->range.end;
}

/* A C local whose initialiser awaits. */
static void split_plain_declaration(struct splitter *splitter, struct stmt *stmt)
{
    open_glue(splitter, stmt);
    pull(splitter, stmt->decl->declarators->init, splitter->hole, false);
    resume_at(splitter, stmt->range.first);
    if (!splitter->is_loose)
        put(splitter, "UNSYNC__LOOSE ");
    splitter->is_loose = true;
}

void split_declaration(struct splitter *splitter, struct stmt *stmt, bool is_labelled)
{
    const struct declarator *declarator = stmt->decl->declarators;

    if (has_slot(stmt))
        split_slots(splitter, stmt, is_labelled);
    else if (declarator && declarator->init && declarator->init->has_await)
        split_plain_declaration(splitter, stmt);
}
