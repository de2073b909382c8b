/*
 * The messages that are known, by their names; and what disposes of a result that nobody takes.
 */
#include <stdlib.h>

#include "../tree/declare.h"
#include "packer.h"

/* ---- messages ---- */

/*
 * Generated headers leave a marker for each message, a macro that is never used; the file's own are
 * facts of the same name. Of a struct with a typedef name, both lead to that. False: it is none.
 */
static bool is_declared(struct ir *ir, const char *kind, const struct name *name,
                        struct name **alias)
{
    const char *text = ir_text(ir, "unsync__message_%s%s", kind, name->text);
    const struct name *marker = names_intern_text(ir->unit->names, text);
    const struct macro *macro = marker->macro;

    if (macro && macro->body_count == 1 && macro->body[0].name) /* else 1 */
        *alias = macro->body[0].name;
    else if (marker->fact)
        *alias = marker->fact->alias;
    return macro || marker->fact;
}

static struct name *marker_of(struct ir *ir, const char *kind, const struct name *name)
{
    return names_intern_text(ir->unit->names,
                             ir_text(ir, "unsync__message_%s%s", kind, name->text));
}

bool pack_declare_codec(struct ir *ir, const char *kind, const struct name *name)
{
    struct fact *fact = name ? marker_of(ir, kind, name)->fact : NULL;
    bool is_first = fact && !(fact->flags & FACT_CODEC);

    if (is_first)
        fact->flags |= FACT_CODEC;
    return is_first;
}

struct message *pack_new_message(struct ir *ir, struct name *tag, struct name *typedef_name)
{
    struct message *message = ARENA_NEW(&ir->unit->arena, struct message), **end = &ir->messages;

    message->tag = tag;
    message->typedef_name = typedef_name;
    message->name = typedef_name ? typedef_name->text : tag->text;
    message->type = typedef_name ? typedef_name->text : ir_text(ir, "struct %s", tag->text);
    message->fields.end = &message->fields.first;
    while (*end)
        end = &(*end)->next;
    *end = message;
    return message;
}

/* ---- what is known of one that is not at hand ---- */

/* By the name that is part of emitted names. */
static struct name *main_marker(struct ir *ir, const struct message *message)
{
    return marker_of(ir, message->typedef_name ? "" : "struct_",
                     message->typedef_name ? message->typedef_name : message->tag);
}

void pack_keep_message(struct ir *ir, const struct message *message)
{
    struct fact *fact = main_marker(ir, message)->fact;

    if (!fact)
        return;
    fact->print = message->print;
    if (message->has_tail)
        fact->flags |= FACT_TAIL;
}

/* A generated header has two more macros: unsync__print_NAME, unsync__tail_NAME. */
static const struct macro *macro_about(struct ir *ir, const char *what,
                                       const struct message *message)
{
    return names_intern_text(ir->unit->names,
                             ir_text(ir, "unsync__%s_%s", what, message->name))->macro;
}

static void recall(struct ir *ir, struct message *message)
{
    const struct fact *fact = main_marker(ir, message)->fact;
    const struct macro *print = macro_about(ir, "print", message);

    message->has_tail = macro_about(ir, "tail", message) || (fact && fact->flags & FACT_TAIL);
    if (fact && fact->print)
        message->print = fact->print;
    else if (print && print->body_count == 1)
        message->print = strtoull(print->body[0].text, NULL, 0);
}

static bool is_called(const struct message *message, const struct name *name, bool is_tag)
{
    return (is_tag ? message->tag : message->typedef_name) == name;
}

static const struct message *find(struct ir *ir, struct name *name, bool is_tag)
{
    const char *kind = is_tag ? "struct_" : "";
    struct name *alias = is_tag ? NULL : name;
    struct message *message = ir->messages;

    while (message && !is_called(message, name, is_tag))
        message = message->next;
    if (message || !is_declared(ir, kind, name, &alias))
        return message;
    message = pack_new_message(ir, is_tag ? name : NULL, alias);
    message->is_ahead = pack_declare_codec(ir, kind, name);
    recall(ir, message);
    return message;
}

const struct message *pack_find_message(struct ir *ir, const struct specs *specs)
{
    struct name *tag = specs->kind == TYPE_STRUCT && specs->tag ? specs->tag->name : NULL;
    struct name *name = specs->kind == TYPE_NAMED ? specs->name : NULL;
    const struct fact *fact = name ? fact_typedef(name) : NULL;
    const struct message *message = tag ? find(ir, tag, true) : name ? find(ir, name, false) : NULL;

    if (!message && fact && fact->alias)
        message = find(ir, fact->alias, fact->flags & FACT_TAGGED);
    return message;
}

/* ---- results that nobody takes ---- */

/* `drop = fclose`, or NULL. */
static const struct option *drop_option(const struct function *function)
{
    static const enum option_id ids[] = {OPTION_ASYNC_DROP, OPTION_THREAD_DROP,
                                         OPTION_CPU_BOUND_DROP};
    const struct option *option = NULL;

    for (size_t i = 0; i < sizeof ids / sizeof *ids && !option; i++)
        option = mark_find_option(function->mark, ids[i]);
    return option;
}

/* A statement that disposes of the value in the frame; NULL: there is nothing to dispose of. */
const char *pack_drop(struct ir *ir, const struct function *function)
{
    const struct specs *specs = function->specs;
    const struct derivation *step = function->type->next;
    const struct message *message = pack_find_message(ir, specs);
    const struct option *chosen = drop_option(function);

    if (chosen)
        return ir_text(ir, "%s(unsync__self->unsync__value);", chosen->name->text);
    if (!step && message)
        return ir_text(ir, "%s_clear(&unsync__self->unsync__value);", message->name);
    if (!step && specs->kind == TYPE_NAMED && remaining_class(specs, NULL) == CLASS_SCALAR)
        return "UNSYNC__FREE_RESULT(unsync__self->unsync__value);";
    if (!step || step->kind != DERIVE_POINTER || step->next || pack_points_at_const(specs))
        return NULL;
    if (message)
        return ir_text(ir, "%s_free(unsync__self->unsync__value);", message->name);
    return remaining_class(specs, NULL) == CLASS_SCALAR
               ? "unsync__free_memory((void *) unsync__self->unsync__value);"
               : NULL;
}
