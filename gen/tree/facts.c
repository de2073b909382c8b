#include "facts.h"

#include <string.h>

#include "../base/rising.h"
#include "../base/text.h"

struct macro *macro_at(const struct name *name, uint32_t line)
{
    for (struct macro *macro = name->macro; macro; macro = macro->older)
        if (macro->from_line < line && line < macro->to_line)
            return macro;
    return NULL;
}

bool macro_between(const struct name *name, uint32_t first_line, uint32_t last_line)
{
    const struct macro *macro = name->macro;

    while (macro && (macro->from_line >= last_line || macro->to_line <= first_line))
        macro = macro->older;
    return macro != NULL;
}

const struct fact *fact_typedef(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_TYPEDEF ? name->fact : NULL;
}

bool facts_cover(const struct facts *facts, uint32_t first_line, uint32_t last_line)
{
    uint32_t at = rising_first(facts->active.list, facts->active.count, first_line);

    return facts->complete && at < facts->active.count && facts->active.list[at] <= last_line;
}

static bool is_function_with(const struct name *name, uint32_t flag)
{
    return name->fact && name->fact->kind == FACT_FUNCTION && name->fact->flags & flag;
}

bool fact_is_annotated(const struct name *name)
{
    return is_function_with(name, FACT_ANNOTATED);
}

bool fact_is_generator(const struct name *name)
{
    return is_function_with(name, FACT_GENERATOR);
}

static bool is_marked_here(const struct name *name)
{
    return is_function_with(name, FACT_MARKED) && !(name->fact->flags & FACT_STARTER);
}

struct name *fact_origin(struct names *names, struct name *name, bool is_type)
{
    static const char *const suffixes[] = {"_task", "_generator", "_sync", "_try",
                                           "_next", "_send", "_close"};
    enum { TYPES = 2, ALL = sizeof suffixes / sizeof *suffixes };

    if (is_marked_here(name))
        return name;
    if (!strchr("krcytde", name->text[name->len - 1])) /* what those end in: this is asked often */
        return NULL;
    for (int i = 0; i < (is_type ? TYPES : ALL); i++) {
        struct name *origin;

        if (!text_ends_in(name->text, suffixes[i]))
            continue;
        origin = names_intern(names, name->text, name->len - strlen(suffixes[i]));
        if (is_marked_here(origin))
            return origin;
    }
    return NULL;
}

static void add_fact(struct arena *arena, struct name *name, enum fact_kind kind, uint32_t flags)
{
    if (!name->fact) {
        name->fact = ARENA_NEW(arena, struct fact);
        name->fact->kind = kind;
    }
    name->fact->flags |= flags;
}

/* A function and the type of the handle that it returns. */
static void add_starter(struct arena *arena, struct names *names, struct name *name, uint32_t flags,
                        const char *suffix)
{
    char *handle = arena_printf(arena, "%s_%s", name->text, suffix);

    add_fact(arena, name, FACT_FUNCTION, FACT_ANNOTATED | flags);
    add_fact(arena, names_intern_text(names, handle), FACT_TYPEDEF, 0);
}

void facts_add_function(struct arena *arena, struct names *names, struct name *name,
                        const struct mark *marks)
{
    static const char *const asked[] = {"next", "send", "close"};

    if (!mark_find(marks, MARK_GENERATOR)) {
        add_starter(arena, names, name, FACT_MARKED, "task");
        return;
    }
    add_starter(arena, names, name, FACT_MARKED | FACT_GENERATOR, "generator");
    if (!mark_find(marks, MARK_ASYNC) && !mark_find(marks, MARK_CPU_BOUND))
        return;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        add_starter(arena, names,
                    names_intern_text(names, arena_printf(arena, "%s_%s", name->text, asked[i])), 0,
                    "task");
}

void facts_add_message(struct arena *arena, struct name *marker, struct name *alias)
{
    add_fact(arena, marker, FACT_MESSAGE, 0);
    marker->fact->alias = alias;
}
