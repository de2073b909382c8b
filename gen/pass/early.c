/*
 * The facts know all functions that the file marks, from its first line on, and on which line. An
 * item that the parser has come to has told more: fact->first. One that a generated header declares
 * may be called from anywhere.
 */
#include "early.h"

#include <string.h>

#include "../base/text.h"
#include "../tree/condition.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct function *function;
    struct set said; /* names that were reported in this function */
};

/* f of f_task, f_generator, f_sync, f_next, ...: the first names are those of types. */
enum { TYPE_SUFFIXES = 2, ALL_SUFFIXES = 7 };
static const char *const suffixes[] = {"_task", "_generator", "_sync", "_try",
                                       "_next", "_send", "_close"};

static bool is_marked_here(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_FUNCTION &&
           (name->fact->flags & (FACT_MARKED | FACT_STARTER)) == FACT_MARKED;
}

/* The marked function that the name is made of, or itself, or NULL. */
static struct name *origin_of(const struct search *search, struct name *name, int count)
{
    if (is_marked_here(name))
        return name;
    for (int i = 0; i < count; i++) {
        struct name *origin;

        if (!text_ends_in(name->text, suffixes[i]))
            continue;
        origin = names_intern(search->ir->unit->names, name->text,
                              name->len - strlen(suffixes[i]));
        if (is_marked_here(origin))
            return origin;
    }
    return NULL;
}

static void see(struct search *search, struct name *name, struct range range, int count)
{
    const struct unit *unit = search->ir->unit;
    const struct name *origin = origin_of(search, name, count);
    struct span span = unit_range_span(unit, range);
    uint32_t line = source_position(unit->source, span.at).line;

    if (!origin || origin->fact->first || origin->fact->line <= line ||
        condition_at(search->ir, search->function, range.first) || /* may be left out */
        !set_add(&search->said, origin))
        return;
    ir_refuse(search->ir, search->function->item, DIAG_USED_EARLY, span,
              "declare it above: its mark and prototype; several files share it by a .uh",
              "'%s' is used above the line that declares it", origin->text);
    diag_note(unit->diag, source_line(unit->source, origin->fact->line),
              "'%s' is marked here", origin->text);
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_NAME && !expr->symbol)
        see(walk->context, expr->name, expr->range, ALL_SUFFIXES);
    return true;
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    if (specs->kind == TYPE_NAMED && !specs->symbol)
        see(walk->context, specs->name, specs->range, TYPE_SUFFIXES);
    return true;
}

void early_items(struct ir *ir)
{
    struct search search = {.ir = ir};
    struct walk walk = {.context = &search, .enter_expr = enter_expr, .enter_specs = enter_specs};

    for (struct function *function = ir->functions; function; function = function->next) {
        if (!function->item->body || !function->item->is_known)
            continue;
        search.function = function;
        set_clear(&search.said);
        walk_stmt(&walk, function->item->body);
    }
    set_free(&search.said);
}
