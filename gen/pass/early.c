/*
 * The facts know all functions that the file marks, from its first line on, and on which line. An
 * item that the parser has come to has told more: fact->first. One that a generated header declares
 * may be called from anywhere.
 */
#include "early.h"

#include "../tree/condition.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct item *item; /* or NULL: a plain function */
    const struct unit *file; /* ... of that file */
    uint32_t begin;    /* of its tokens */
    struct set said;   /* names that were reported in this function */
};

/* Below the place, and in no branch that may be left out. */
static bool is_below(const struct search *search, const struct fact *fact, struct range range)
{
    const struct unit *unit = search->ir->unit;
    struct span span = unit_range_span(unit, range);

    return (!fact->first || fact->first->span.at > span.at) &&
           fact->line > source_position(unit->source, span.at).line &&
           !condition_since(search->ir, search->begin, range.first);
}

/* Plain C may call what a header declares by hand. */
static bool is_declared(const struct search *search, const struct name *name)
{
    return search->file && name->fact->flags & FACT_BY_HAND;
}

/* It is declared without its mark too, of which enough is said. */
static bool has_twin(const struct search *search, const struct name *name)
{
    for (uint32_t i = 0; search->file && i < search->file->twins.count; i++)
        if (search->file->twins.list[i].name == name)
            return true;
    return false;
}

static void see(struct search *search, struct name *name, struct range range, bool is_type)
{
    const struct unit *unit = search->ir->unit;
    const struct name *origin = fact_origin(unit->names, name, is_type);

    if (!origin || !is_below(search, origin->fact, range) || has_twin(search, origin) ||
        (name == origin && is_declared(search, origin)) || !set_add(&search->said, origin))
        return;
    if (search->item)
        search->item->failed = true;
    diag_report(unit->diag, DIAG_USED_EARLY, unit_range_span(unit, range),
                "'%s' is used above the line that declares it", origin->text);
    diag_hint(unit->diag,
              "declare it above: its mark and prototype; several files share it by a .uh");
    diag_note(unit->diag, source_line(unit->source, origin->fact->line),
              "'%s' is marked here", origin->text);
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_NAME && !expr->symbol)
        see(walk->context, expr->name, expr->range, false);
    return true;
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    if (specs->kind == TYPE_NAMED && !specs->symbol)
        see(walk->context, specs->name, specs->range, true);
    return true;
}

void early_items(struct ir *ir)
{
    struct search search = {.ir = ir};
    struct walk walk = {.context = &search, .enter_expr = enter_expr, .enter_specs = enter_specs};

    for (struct function *function = ir->functions; function; function = function->next) {
        if (!function->item->body || !function->item->is_known)
            continue;
        search.item = function->item;
        search.begin = function->item->range.first;
        set_clear(&search.said);
        walk_stmt(&walk, function->item->body);
    }
    set_free(&search.said);
}

void early_plain(const struct unit *file, struct unit *unit, struct stmt *body)
{
    struct ir ir = {.unit = unit};
    struct search search = {.ir = &ir, .file = file};
    struct walk walk = {.context = &search, .enter_expr = enter_expr, .enter_specs = enter_specs};

    walk_stmt(&walk, body);
    set_free(&search.said);
    buffer_free(&ir.scratch);
}
