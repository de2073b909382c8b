/*
 * A deferred statement is emitted at the end of its block. What the compiler would take for
 * something else there is refused: a name that a later declaration of the block hides, a macro that
 * changes in between, an array of variable length, into whose scope no jump can lead.
 */
#include <string.h>

#include "../tree/declare.h"
#include "../tree/walk.h"
#include "deferrer.h"

struct hider {
    struct deferrer *deferrer;
    const struct defer *defer;
    struct set names; /* that the deferred statement takes from outside of itself */
};

/* ---- what a deferred statement names ---- */

static bool is_own(const struct hider *hider, const struct symbol *symbol)
{
    const struct declarator *declarator = symbol ? symbol->declarator : NULL;

    return declarator && declarator->token >= hider->defer->range.first &&
           declarator->token < hider->defer->range.end;
}

static bool see_name(struct walk *walk, struct expr *expr)
{
    struct hider *hider = walk->context;

    if (expr->kind == EXPR_NAME && !is_own(hider, expr->symbol))
        set_add(&hider->names, expr->name);
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    struct hider *hider = walk->context;

    if (specs->kind == TYPE_NAMED && !is_own(hider, specs->symbol))
        set_add(&hider->names, specs->name);
    if (specs->tag && specs->tag->name && !specs->tag->has_body)
        set_add(&hider->names, specs->tag->name);
    return true;
}

static void collect_names(struct hider *hider, const struct defer *defer)
{
    struct walk walk = {.context = hider, .enter_expr = see_name, .enter_specs = see_type};
    const struct deferrer *deferrer = hider->deferrer;

    hider->defer = defer;
    set_clear(&hider->names);
    if (defer->body)
        walk_stmt(&walk, defer->body);
    else
        set_add(&hider->names,
                names_intern_text(deferrer->ir->unit->names, defer->callee));
}

/* ---- what the block declares later ---- */

static void check_name(struct hider *hider, struct name *name, uint32_t token)
{
    struct deferrer *deferrer = hider->deferrer;

    if (!name || !set_has(&hider->names, name))
        return;
    ir_refuse(deferrer->ir, deferrer->function->item, DIAG_DEFER_HIDDEN,
              unit_span(deferrer->ir->unit, token),
              "give it another name",
              "'%s' is declared after a defer of its block that means an outer '%s'", name->text,
              name->text);
    defer_point_at(deferrer, hider->defer);
}

static void check_tag(struct hider *hider, const struct tag *tag)
{
    if (!tag)
        return;
    check_name(hider, tag->name, tag->token);
    for (const struct enumerator *one = tag->enumerators; one; one = one->next)
        check_name(hider, one->symbol ? one->symbol->name : NULL, one->token);
}

static void check_declaration(struct hider *hider, const struct decl *decl)
{
    bool resumes = leave_resumes(hider->deferrer->function);

    check_tag(hider, decl->specs->tag);
    for (const struct declarator *one = decl->declarators; one; one = one->next) {
        check_name(hider, one->name, one->token);
        if (!resumes && declared_variable_length(one))
            defer_refuse(hider->deferrer, DIAG_DEFER_HIDDEN, one->range,
                         "declare it before, or in a block of its own",
                         "a type of variable length after a 'defer' of its block");
    }
}

/* The statements of the block that the defer stands in. */
static const struct stmt *find_later(const struct stmt *list, const struct defer *defer)
{
    while (list && list->range.first < defer->scope.first)
        list = list->next;
    return list;
}

static bool is_definition(const struct token *directive)
{
    static const char *const words[] = {"define", "undef", "include"};
    const char *word = directive->text, *end = word + directive->len;

    while (word < end && !(*word >= 'a' && *word <= 'z'))
        word++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((size_t) (end - word) > strlen(words[i]) &&
            strncmp(word, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static void check_directives(struct deferrer *deferrer, const struct defer *defer)
{
    const struct unit *unit = deferrer->ir->unit;
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, defer->scope.first);

    for (; i < unit->directives.count && unit->directives.list[i] < defer->scope.end; i++) {
        uint32_t token = unit->directives.list[i];

        if (is_definition(&unit->tokens.list[token]))
            defer_refuse(deferrer, DIAG_DEFER_HIDDEN, (struct range) {token, token + 1},
                         "put it before the defer",
                         "a macro changes between a 'defer' and the end of its block");
    }
}

static void check_defer(struct hider *hider, const struct defer *defer)
{
    collect_names(hider, defer);
    if (defer->block->kind == STMT_FOR)
        return; /* its variables hide nothing behind it */
    for (const struct stmt *stmt = find_later(defer->block->body, defer); stmt; stmt = stmt->next)
        if (stmt->kind == STMT_DECL)
            check_declaration(hider, stmt->decl);
    if (hider->deferrer->function->has_definitions)
        check_directives(hider->deferrer, defer);
}

void defer_check_hidden(struct deferrer *deferrer)
{
    struct hider hider = {.deferrer = deferrer};

    for (uint32_t i = 0; i < deferrer->function->defers.count; i++)
        check_defer(&hider, deferrer->function->defers.list[i]);
    set_free(&hider.names);
}
