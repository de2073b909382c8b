#include "async.h"

#include "body.h"
#include "interface.h"
#include "probe.h"
#include "slots.h"

/* ---- the resume function ---- */

/*
 * Slots whose types need the names of the function stand behind the frame, in a struct of their
 * own; those whose types need these, in one more.
 */
static void put_layer(struct writer *writer, const struct function *function, uint8_t layer)
{
    const char *name = function->name->text;
    const char *number = layer > 1 ? ir_text(writer->ir, "_%u", layer) : "";

    const struct condition *open = NULL;

    for (uint32_t i = 0; i < function->slots.count; i++) {
        const struct slot *slot = &function->slots.list[i];

        if (slot->layer != layer || !slot->definition)
            continue;
        write_condition(writer, &open, slot->condition);
        writef(writer, "    typedef %s;\n", slot->definition);
        writef(writer, "    UNSYNC__OF_ONE_SIZE(unsync__type_of_%s *);\n", slot->declared);
    }
    write_condition(writer, &open, NULL);
    writef(writer, "    struct unsync__%s_inner%s {\n        ", name, number);
    if (layer == 1)
        writef(writer, "struct unsync__%s_frame unsync__frame;\n", name);
    else
        writef(writer, "struct unsync__%s_inner%s unsync__frame;\n", name,
               layer > 2 ? ir_text(writer->ir, "_%u", layer - 1) : "");
    emit_slots(writer, function, layer);
    writef(writer, "    } *%s = (struct unsync__%s_inner%s *) unsync__task;\n",
           ir_holder(writer->ir, layer), name, number);
}

/* To the starter, which asks for the size of the whole frame. */
static void put_answer(struct writer *writer, const struct function *function)
{
    const char *holder = ir_holder(writer->ir, function->layers);

    writef(writer,
           "    if (unsync__asks_size(unsync__task, sizeof *%s, _Alignof(__typeof__(*%s)))) {\n",
           holder, holder);
    emit_measure_inner(writer, function, holder);
    write_text(writer, "        return;\n    }\n");
}

static void put_preface(struct writer *writer, const struct condition **open,
                        const struct preface *preface, const char *end)
{
    write_condition(writer, open, preface->condition);
    writef(writer, "    %s%s\n", preface->text, end);
}

static void put_begin(struct writer *writer, const struct function *function)
{
    const struct condition *open = NULL;
    const char *name = function->name->text;

    if (function->await_count)
        write_text(writer, "UNSYNC__BEGIN_STRICT\n");
    write_text(writer, writer->ir->wants_sizes ? "static __attribute__((__used__)) " : "static ");
    if (function->layers)
        write_text(writer, "UNSYNC__COLD "); /* inlined, it would warn of a large frame again */
    writef(writer, "void unsync__%s_resume(struct unsync__task *unsync__task)\n{\n"
           "    struct unsync__%s_frame *unsync__self = "
            "(struct unsync__%s_frame *) unsync__task;\n",
           name, name, name);
    for (uint32_t i = 0; i < function->loads.count; i++)
        writef(writer, "    %s;\n", function->loads.list[i]);
    for (uint32_t i = 0; i < function->hidden.count; i++)
        writef(writer, "    UNSYNC__HIDDEN(%s);\n", function->hidden.list[i]);
    for (uint32_t i = 0; i < function->types.count; i++)
        put_preface(writer, &open, &function->types.list[i], "");
    write_condition(writer, &open, NULL);
    if (function->layers)
        write_packing(writer, true);
    for (uint8_t layer = 1; layer <= function->layers; layer++)
        put_layer(writer, function, layer);
    if (function->layers)
        write_packing(writer, false);
    for (uint32_t i = 0; i < function->temporaries.count; i++)
        put_preface(writer, &open, &function->temporaries.list[i], ";");
    write_condition(writer, &open, NULL);
    if (function->layers)
        put_answer(writer, function);
    for (uint8_t layer = 1; layer <= function->layers; layer++)
        emit_probe(writer, function, layer);
    if (function->suspension_count)
        write_text(writer, "    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;\n");
}

static void put_dispatch(struct writer *writer, const struct function *function)
{
    write_text(writer, "unsync__dispatch:\n    switch (unsync__state(unsync__task)) {\n");
    for (uint32_t i = 1; i <= function->suspension_count; i++) {
        if (function->markers.count)
            writef(writer, "#ifdef %s\n", function->markers.list[i - 1]);
        writef(writer, "    case %u: goto unsync__await_%u;\n", i, i);
        if (function->markers.count)
            write_text(writer, "#endif\n");
    }
    write_text(writer, "    default: __builtin_unreachable();\n    }\n");
}

static void put_end(struct writer *writer, const struct function *function)
{
    bool is_generator = function_is_plain_generator(function);

    if (function->has_return)
        write_text(writer, "unsync__finish:\n");
    writef(writer, "    %s(&unsync__self->unsync__task);\n    return;\n",
           is_generator ? "unsync__generator_end" : "unsync__finish");
    if (function->has_unwind)
        writef(writer, "unsync__unwind:\n    %s(&unsync__self->unsync__task);\n    return;\n",
               is_generator ? "unsync__generator_end" : "unsync__unwind");
    if (function->suspension_count)
        put_dispatch(writer, function);
    write_text(writer, "}\n");
    if (function->await_count)
        write_text(writer, "UNSYNC__END_STRICT\n");
    write_text(writer, "\n");
}

/* A function that is not mine: the task is a call of it. */
static void put_call(struct writer *writer, const struct function *function)
{
    const char *arguments = argument_list(writer, function, "unsync__self->");

    if (function->is_void)
        writef(writer, "    %s(%s);\n", function->callee, arguments);
    else
        writef(writer, "    UNSYNC__SET(unsync__self->unsync__value, %s(%s));\n", function->callee,
               arguments);
}

void emit_resume_function(struct writer *writer, const struct function *function)
{
    put_begin(writer, function);
    if (function->needs_block)
        write_text(writer, "    {\n");
    if (function->item->kind == ITEM_FOREIGN)
        put_call(writer, function);
    else
        emit_ops(writer, function);
    write_own_line(writer);
    if (function->needs_block)
        write_text(writer, "    }\n");
    put_end(writer, function);
}

void emit_resume(struct writer *writer, const struct function *function, const char *which,
                 const char *lane)
{
    writef(writer, "static void unsync__%s_resume(struct unsync__task *unsync__task);\n",
           function->name->text);
    emit_drop(writer, function);
    emit_kind(writer, function, which, lane, "resume", "NULL");
    emit_resume_function(writer, function);
}

/* ---- the starter ---- */

void emit_new(struct writer *writer, const struct function *function, const char *which,
              const char *failed)
{
    const char *name = function->name->text;

    writef(writer, "    struct unsync__%s_frame *unsync__self =\n"
           "        ", name);
    if (function->layers)
        writef(writer, "unsync__new_asked(&unsync__%s%s_kind, %s);\n", name, which,
               function->has_rooms ? "true" : "false");
    else
        writef(writer, "%s(&unsync__%s%s_kind, *unsync__self);\n",
               function->has_rooms ? "UNSYNC__NEW_APART" : "UNSYNC__NEW", name, which);
    if (!function->layers)
        emit_measure(writer, function);
    writef(writer, "    if (unsync__self == NULL) return %s;\n", failed);
    emit_arguments(writer, function);
}

void emit_starter(struct writer *writer, const struct function *function, const char *handle,
                  const char *begin, const char *more)
{
    const char *name = function->name->text;

    write_text(writer, linkage(function));
    emit_head(writer, function, handle, name, NULL);
    write_text(writer, "\n{\n");
    emit_new(writer, function, "", ir_text(writer->ir, "(%s) &unsync__no_memory", handle));
    writef(writer, "    return (%s) %s(&unsync__self->unsync__task%s);\n}\n\n", handle, begin,
           more);
}

static void put_try(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *out = function->is_void ? NULL : result_type(writer, function, "*unsync__out");

    write_text(writer, linkage(function));
    emit_head(writer, function, "int", ir_text(writer->ir, "%s_try", name), out);
    writef(writer, "\n{\n    return unsync__try(unsync__of(%s(%s)), %s);\n}\n", name,
           argument_list(writer, function, ""),
           out ? "unsync__out, sizeof *unsync__out" : "NULL, 0");
}

/* The program's main: the calling thread becomes the loop's. */
static void put_main(struct writer *writer, const struct function *function)
{
    emit_head(writer, function, "int", "main", NULL);
    write_text(writer, "\n{\n    unsync__main_begin();\n");
    emit_new(writer, function, "", "unsync__main_end(&unsync__no_memory)");
    write_text(writer, "    unsync__self->unsync__value = 0;\n"
                       "    return unsync__main_end(\n"
                       "        unsync__launch(&unsync__self->unsync__task, "
                        "unsync__main_resume));\n"
                       "}\n");
}

void emit_async(struct writer *writer, const struct function *function)
{
    if (!function->is_main)
        emit_interface(writer, function);
    write_own_line(writer);
    write_text(writer, "\n");
    emit_frame(writer, function);
    emit_resume(writer, function, "", "unsync__lane_loop");
    if (function->is_main) {
        put_main(writer, function);
        return;
    }
    emit_starter(writer, function, ir_text(writer->ir, "%s_task", function->name->text),
                 "unsync__launch",
                 ir_text(writer->ir, ", unsync__%s_resume", function->name->text));
    put_try(writer, function);
}
