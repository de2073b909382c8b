/*
 * A search along the calls from each annotated function, depth first, each plain function once. For
 * blocking calls it stops at the first that is found: a note for each call on the way to it. For
 * variables it goes everywhere, and keeps one message a variable.
 */
#include "reach.h"

#include <string.h>

#include "../base/set.h"

enum { DEPTH_MAX = 60 }; /* of calls; deeper ones are not looked into */

/* A plain function, found by the address of its name. */
struct entry {
    const struct name *name;
    uint32_t actor;
};

struct reach {
    struct diag *diag;
    struct effects *effects;
    const struct reach_source *source;
    VECTOR(struct entry) plain;
    uint32_t stamp;
    uint32_t path[DEPTH_MAX + 1]; /* effects: the calls that led here, then what is found */
    uint32_t depth;
    VECTOR(struct actor *) seen;  /* by the search at hand */
    bool was_cut;                 /* ... which left something out */
    struct set variables;         /* reported for the function at hand */
};

/* ---- plain functions ---- */

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    return a->name < b->name ? -1 : a->name > b->name;
}

static void sort_plain(struct reach *reach)
{
    for (uint32_t i = 0; i < reach->effects->actors.count; i++)
        if (reach->effects->actors.list[i].lane == MARK_COUNT)
            *vector_push(&reach->plain) = (struct entry) {reach->effects->actors.list[i].name, i};
    if (reach->plain.count)
        qsort(reach->plain.list, reach->plain.count, sizeof *reach->plain.list, compare_entries);
}

/* The plain function of that name, its effects in the list; NULL: there is none. */
static struct actor *find_plain(struct reach *reach, const struct name *name)
{
    struct entry key = {name, 0}, *entry = NULL;
    struct actor *actor;

    if (reach->plain.count)
        entry = bsearch(&key, reach->plain.list, reach->plain.count, sizeof key, compare_entries);
    if (!entry)
        return NULL;
    actor = &reach->effects->actors.list[entry->actor];
    if (!actor->is_read) {
        actor->is_read = true;
        actor->first = reach->effects->list.count;
        reach->source->read(reach->source->context, reach->effects, actor);
        actor->count = reach->effects->list.count - actor->first;
    }
    return actor;
}

static struct effect *effect_at(const struct reach *reach, uint32_t index)
{
    return &reach->effects->list.list[index];
}

/* "'helper' calls 'sleep'", hop by hop, from the call in the annotated function on. */
static void add_notes(const struct reach *reach, const char *verb)
{
    for (uint32_t i = 1; i < reach->depth; i++) {
        const struct effect *effect = effect_at(reach, reach->path[i]);

        diag_note(reach->diag, effect->span, "'%s' %s '%s' here",
                  effect_at(reach, reach->path[i - 1])->name->text,
                  i + 1 == reach->depth ? verb : "calls", effect->name->text);
    }
}

/* ---- blocking calls ---- */

static const char *shown_name(const char *name)
{
    if (strcmp(name, "unsync__wait") == 0)
        return "unsync_wait";
    return strcmp(name, "unsync__result") == 0 ? "unsync_result" : name;
}

/* Fills the path from the effect at its end on; false: nothing blocks. */
static bool find_blocking(struct reach *reach)
{
    const struct effect *call = effect_at(reach, reach->path[reach->depth - 1]);
    struct actor *actor = find_plain(reach, call->name);

    if (!actor || actor->is_quiet || actor->stamp == reach->stamp)
        return false;
    if (reach->depth == DEPTH_MAX) {
        reach->was_cut = true;
        return false;
    }
    actor->stamp = reach->stamp;
    *vector_push(&reach->seen) = actor;
    for (uint32_t i = actor->first, end = i + actor->count; i < end; i++) {
        enum effect_kind kind = effect_at(reach, i)->kind;

        if (kind != EFFECT_BLOCKS && kind != EFFECT_CALLS)
            continue;
        reach->path[reach->depth++] = i;
        if (kind == EFFECT_BLOCKS
                ? !diag_is_off(reach->diag, DIAG_BLOCKING_CALL, effect_at(reach, i)->span)
                : find_blocking(reach))
            return true;
        reach->depth--;
    }
    return false;
}

static void report_blocking(struct reach *reach, const struct actor *root)
{
    const struct effect *first = effect_at(reach, reach->path[0]);
    const struct effect *last = effect_at(reach, reach->path[reach->depth - 1]);
    bool is_direct = reach->depth == 1;

    if (!diag_report(reach->diag, DIAG_BLOCKING_CALL, first->span,
                     is_direct ? "'%s' may block the loop, and all tasks with it"
                               : "'%s' calls '%s', which may block the loop, and all tasks with it",
                     shown_name(first->name->text), shown_name(last->name->text)))
        return;
    diag_hint(reach->diag, "%s is @async; instead: %s", root->name->text, last->cure);
    add_notes(reach, "calls");
}

/* What a search without a find has seen need not be seen again. */
static bool search_call(struct reach *reach)
{
    reach->stamp++;
    reach->seen.count = 0;
    reach->was_cut = false;
    if (find_blocking(reach))
        return true;
    for (uint32_t i = 0; i < reach->seen.count && !reach->was_cut; i++)
        reach->seen.list[i]->is_quiet = true;
    return false;
}

static void search_blocking(struct reach *reach, const struct actor *root)
{
    for (uint32_t i = root->first, end = i + root->count; i < end; i++) {
        enum effect_kind kind = effect_at(reach, i)->kind;

        reach->path[0] = i;
        reach->depth = 1;
        if (kind == EFFECT_BLOCKS || (kind == EFFECT_CALLS && search_call(reach)))
            report_blocking(reach, root);
    }
}

/* ---- variables ---- */

static void report_write(struct reach *reach, const struct effect *effect)
{
    struct span span = effect_at(reach, reach->path[0])->span;

    if (!diag_report(reach->diag, DIAG_LOST_WRITE, span,
                     "'%s' is written in a worker process: the rest of the program does not see it",
                     effect->name->text))
        return;
    diag_hint(reach->diag, "give it as the result; several values in a struct that is @message");
    add_notes(reach, "writes");
}

static void report_read(struct reach *reach, const struct effect *effect)
{
    struct span span = effect_at(reach, reach->path[0])->span;
    const struct write *write = reach->source->find_write(reach->source->context, effect->name);
    bool is_static = effect->name->fact && effect->name->fact->flags & FACT_STATIC;

    if ((write ? write->is_sent : is_static) ||
        !diag_report(reach->diag, DIAG_STALE_READ, span,
                     "'%s' has its initial value here: this runs in a worker process",
                     effect->name->text))
        return;
    diag_hint(reach->diag,
              "pass it as an argument, or call unsync_worker_state(&%s, sizeof %s) once",
              effect->name->text, effect->name->text);
    add_notes(reach, "reads");
    if (write && write->span.at != effect->span.at) /* an array that is handed on may be written */
        diag_note(reach->diag, write->span, "it is written here");
}

/* The last effect of the path. */
static void see_variable(struct reach *reach, enum effect_kind wanted)
{
    const struct effect *effect = effect_at(reach, reach->path[reach->depth - 1]);
    enum diag_id id = wanted == EFFECT_WRITES ? DIAG_LOST_WRITE : DIAG_STALE_READ;

    if (!set_add(&reach->variables, effect->name) || diag_is_off(reach->diag, id, effect->span))
        return;
    if (wanted == EFFECT_WRITES)
        report_write(reach, effect);
    else
        report_read(reach, effect);
}

static void search_variables(struct reach *reach, uint32_t first, uint32_t count,
                             enum effect_kind wanted)
{
    if (reach->depth >= DEPTH_MAX)
        return;
    for (uint32_t i = first; i < first + count; i++) {
        struct effect *effect = effect_at(reach, i);
        struct actor *actor = effect->kind == EFFECT_CALLS ? find_plain(reach, effect->name) : NULL;

        reach->path[reach->depth++] = i;
        if (effect_at(reach, i)->kind == wanted)
            see_variable(reach, wanted);
        if (actor && actor->stamp != reach->stamp) {
            actor->stamp = reach->stamp;
            search_variables(reach, actor->first, actor->count, wanted);
        }
        reach->depth--;
    }
}

/* Writes first: who reads what he wrote has one message. The one worker of a name keeps what it
 * writes. */
static void search_both(struct reach *reach, const struct actor *root)
{
    static const enum effect_kind kinds[] = {EFFECT_WRITES, EFFECT_READS};

    set_clear(&reach->variables);
    for (size_t i = root->keeps; i < sizeof kinds / sizeof *kinds; i++) {
        reach->stamp++;
        reach->depth = 0;
        search_variables(reach, root->first, root->count, kinds[i]);
    }
}

/* ---- the file ---- */

void reach_unit(struct diag *diag, struct effects *effects, const struct reach_source *source)
{
    struct reach reach = {.diag = diag, .effects = effects, .source = source};
    uint32_t count = effects->actors.count;

    sort_plain(&reach);
    for (uint32_t i = 0; i < count; i++) {
        struct actor root = effects->actors.list[i];

        if (root.is_async)
            search_blocking(&reach, &root);
        if (root.lane == MARK_CPU_BOUND)
            search_both(&reach, &root);
    }
    vector_free(&reach.plain);
    vector_free(&reach.seen);
    set_free(&reach.variables);
}
