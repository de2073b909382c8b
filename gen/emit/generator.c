#include "generator.h"

#include "../tree/declare.h"
#include "async.h"
#include "emit_codec.h"
#include "interface.h"
#include "job.h"

/* One of the functions beside f: `int f_try_send(f_generator g, S x, T *value)`. */
struct asker {
    const char *type, *suffix;
    bool sends, gives; /* has the parameters for what is sent, for the value */
    bool is_checked;   /* its result must not be dropped */
    const char *value; /* of the task that it is, if the generator is @async */
};

static const struct asker try_next = {"int", "_try_next", false, true, true, NULL},
                          next = {"int", "_next", false, true, false, "int"},
                          try_send = {"int", "_try_send", true, true, true, NULL},
                          send = {"int", "_send", true, true, false, "int"},
                          close = {"void", "_close", false, false, false, "void"};

/* Its values are awaited. */
static bool is_async(const struct function *function)
{
    return !function_is_plain_generator(function) || function_streams(function);
}

/* ---- from outside ---- */

static const char *sent_parameter(const struct writer *writer, const struct function *function)
{
    return declare((struct view) {.ir = writer->ir}, function->sent->specs,
                   function->sent->declarator, DECLARE_OBJECT, "unsync__sent", NULL);
}

static void put_head(struct writer *writer, const struct function *function,
                     const struct asker *asker)
{
    const char *name = function->name->text;

    write_text(writer, linkage(function));
    if (is_async(function))
        writef(writer, "%s%s_task ", name, asker->suffix);
    else
        writef(writer, "%s ", asker->type);
    writef(writer, "%s%s(%s_generator unsync__source", name, asker->suffix, name);
    if (asker->sends)
        writef(writer, ", %s", sent_parameter(writer, function));
    if (asker->gives && !function->is_void)
        writef(writer, ", %s", result_type(writer, function, "*unsync__out"));
    write_text(writer, ")");
}

static void put_prototype(struct writer *writer, const struct function *function, uint32_t line,
                          const struct asker *asker)
{
    const char *name = function->name->text;

    write_user_line(writer, line);
    if (is_async(function)) {
        writef(writer, "typedef unsync_task_of(%s) %s%s_task;\n", asker->value, name,
               asker->suffix);
        write_user_line(writer, line);
    }
    if (asker->is_checked || is_async(function))
        write_text(writer, "__attribute__((__warn_unused_result__)) ");
    put_head(writer, function, asker);
    write_text(writer, ";\n");
}

void emit_generator_interface(struct writer *writer, const struct function *function)
{
    struct unit *unit = writer->ir->unit;
    uint32_t line = source_position(unit->source,
                                    unit->tokens.list[function->declarator->token].at).line;
    const char *name = function->name->text;

    write_user_line(writer, line);
    writef(writer, "typedef unsync_%sgenerator_of(%s) %s_generator;\n",
           is_async(function) ? "async_" : "", result_type(writer, function, ""), name);
    emit_prototype(writer, function, line, ir_text(writer->ir, "%s_generator", name));
    if (!is_async(function))
        put_prototype(writer, function, line, &try_next);
    put_prototype(writer, function, line, &next);
    if (function->sent && !is_async(function))
        put_prototype(writer, function, line, &try_send);
    if (function->sent)
        put_prototype(writer, function, line, &send);
    put_prototype(writer, function, line, &close);
}

/* ---- @generator ---- */

static const char *value_arguments(const struct function *function)
{
    return function->is_void ? "NULL, 0, 1"
                             : "unsync__out,\n"
                               "        sizeof *unsync__out, _Alignof(__typeof__(*unsync__out))";
}

static void put_next(struct writer *writer, const struct function *function)
{
    put_head(writer, function, &try_next);
    writef(writer, "\n{\n    return unsync__next(unsync__generator(unsync__source), %s);\n}\n\n",
           value_arguments(function));
    put_head(writer, function, &next);
    writef(writer, "\n{\n    return unsync__must(%s_try_next(unsync__source%s));\n}\n\n",
           function->name->text, function->is_void ? "" : ", unsync__out");
}

/* Begins a body that needs the frame; `door` gives the task, and checks. */
static void put_self(struct writer *writer, const char *name, const char *door)
{
    writef(writer, "\n{\n    struct unsync__%s_frame *unsync__self =\n"
           "        (struct unsync__%s_frame *) %s(unsync__source);\n", name, name, door);
}

static void put_send(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    put_head(writer, function, &try_send);
    put_self(writer, name, "unsync__generator");
    writef(writer,
           "    int unsync__code = unsync__sends(&unsync__self->unsync__task, "
           "&unsync__%s_kind, %s);\n"
           "    if (unsync__code <= 0) return unsync__code;\n"
           "    unsync__self->unsync__sent = unsync__sent;\n"
           "    return unsync__next(&unsync__self->unsync__task, %s);\n}\n\n",
           name, function->is_void ? "false" : "true", value_arguments(function));
    put_head(writer, function, &send);
    writef(writer,
           "\n{\n    return unsync__must(%s_try_send(unsync__source, unsync__sent%s));\n}\n\n",
           name, function->is_void ? "" : ", unsync__out");
}

/* Its head has been written. */
static void put_maker(struct writer *writer, const struct function *function, const char *which,
                      const char *handle)
{
    const char *name = function->name->text;

    writef(writer, "\n{\n    struct unsync__%s_frame *unsync__self =\n        ", name);
    if (function->layers)
        writef(writer, "unsync__new_generator_asked(&unsync__%s%s_kind);\n", name, which);
    else
        writef(writer, "UNSYNC__NEW_GENERATOR(&unsync__%s%s_kind, *unsync__self);\n", name, which);
    if (!function->layers)
        emit_measure(writer, function);
    writef(writer, "    if (unsync__self == NULL) return (%s) &unsync__no_memory;\n", handle);
    emit_arguments(writer, function);
    writef(writer, "    return (%s) &unsync__self->unsync__task;\n}\n\n", handle);
}

static void put_generator(struct writer *writer, const struct function *function)
{
    const char *handle = ir_text(writer->ir, "%s_generator", function->name->text);

    emit_resume(writer, function, "", "unsync__lane_generator");
    write_text(writer, linkage(function));
    emit_head(writer, function, handle, function->name->text, NULL);
    put_maker(writer, function, "", handle);
    put_next(writer, function);
    if (function->sent)
        put_send(writer, function);
    put_head(writer, function, &close);
    write_text(writer, "\n{\n    unsync__close(unsync__generator(unsync__source));\n}\n");
}

/* ---- @async @generator ---- */

static const char *async_arguments(const struct function *function)
{
    return function->is_void ? "NULL, 0" : "unsync__out, sizeof *unsync__out";
}

static void put_async_send(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    put_head(writer, function, &send);
    put_self(writer, name, "unsync__async_generator");
    writef(writer,
           "    if (unsync__ask_sends(&unsync__self->unsync__task, &unsync__%s_kind, %s))\n"
           "        unsync__self->unsync__sent = unsync__sent;\n"
           "    return (%s_send_task) unsync__ask_with(&unsync__self->unsync__task, %s);\n}\n\n",
           name, function->is_void ? "false" : "true", name,
           async_arguments(function));
}

static void put_questions(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    put_head(writer, function, &next);
    writef(writer,
           "\n{\n    return (%s_next_task) unsync__ask(unsync__async_generator(unsync__source),\n"
           "        %s);\n}\n\n", name, async_arguments(function));
    if (function->sent)
        put_async_send(writer, function);
    put_head(writer, function, &close);
    writef(writer, "\n{\n    return (%s_close_task) unsync__ask_to_close(\n"
           "        unsync__async_generator(unsync__source));\n}\n", name);
}

static void put_async_generator(struct writer *writer, const struct function *function)
{
    emit_resume(writer, function, "", "unsync__lane_async_generator");
    emit_starter(writer, function, ir_text(writer->ir, "%s_generator", function->name->text),
                 "unsync__stand", "");
    put_questions(writer, function);
}

/* ---- @cpu_bound @generator ---- */

/* The body as a plain generator, made from arguments. */
static void put_own_maker(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    emit_user_checks(writer, function);
    writef(writer, "typedef unsync_generator_of(%s) unsync__%s_generator;\n",
           result_type(writer, function, ""), name);
    emit_resume(writer, function, "_body", "unsync__lane_generator");
    write_text(writer, "static ");
    emit_head(writer, function, "struct unsync__task",
              ir_text(writer->ir, "*unsync__%s_make", name), NULL);
    put_maker(writer, function, "_body", "struct unsync__task *");
}

/* The same from a call that holds the arguments. */
static void put_opener(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    writef(writer, "static struct unsync__task *unsync__%s_open("
           "const struct unsync__task *unsync__task)\n{\n", name);
    if (function->parameter_count)
        writef(writer, "    const struct unsync__%s_frame *unsync__self =\n"
               "        (const struct unsync__%s_frame *) unsync__task;\n", name, name);
    else
        write_text(writer, "    (void) unsync__task;\n");
    writef(writer, "    return unsync__%s_make(%s);\n}\n\n", name,
           argument_list(writer, function, "unsync__self->"));
}

/* Of the call, and of the handle. */
static void put_kinds(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *head = ir_text(writer->ir, "\"%s\", %s, %u", name, writer->user_file,
                               function->line);

    writef(writer, "static const struct unsync__remote unsync__%s_remote;\n"
           "static const struct unsync__kind unsync__%s_kind = {\n    %s,\n"
           "    sizeof(struct unsync__%s_frame), &unsync__lane_process,\n"
           "    NULL, NULL, &unsync__%s_remote, NULL,\n};\n\n", name, name, head, name, name);
    writef(writer, "static const struct unsync__kind unsync__%s_stream_kind = {\n    %s,\n"
           "    sizeof(struct unsync__stream), &unsync__lane_stream,\n"
           "    unsync__stream_run, NULL, NULL, NULL,\n};\n\n", name, head);
}

static void put_stream_starter(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *handle = ir_text(writer->ir, "%s_generator", name);

    write_text(writer, linkage(function));
    emit_head(writer, function, handle, name, NULL);
    writef(writer, "\n{\n    struct unsync__%s_frame *unsync__self = UNSYNC__NEW_STREAM(\n"
           "        &unsync__%s_stream_kind, &unsync__%s_kind, *unsync__self);\n"
           "    if (unsync__self == NULL) return (%s) &unsync__no_memory;\n", name, name, name,
           handle);
    emit_arguments(writer, function);
    writef(writer, "    return (%s) unsync__start_stream(&unsync__self->unsync__task);\n}\n\n",
           handle);
}

static void put_stream(struct writer *writer, const struct function *function)
{
    put_own_maker(writer, function);
    put_opener(writer, function);
    put_kinds(writer, function);
    emit_codec(writer->out, writer->ir, function);
    write_text(writer, "\n");
    put_stream_starter(writer, function);
    put_questions(writer, function);
}

/* With --serial there is no other process: who asks runs the body. */
static void put_serial_stream(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *handle = ir_text(writer->ir, "%s_generator", name);

    put_own_maker(writer, function);
    write_text(writer, linkage(function));
    emit_head(writer, function, handle, name, NULL);
    writef(writer, "\n{\n    return (%s) unsync__serial_stream(unsync__%s_make(%s));\n}\n\n",
           handle, name, argument_list(writer, function, ""));
    put_questions(writer, function);
}

void emit_generator(struct writer *writer, const struct function *function)
{
    emit_generator_interface(writer, function);
    write_own_line(writer);
    write_text(writer, "\n");
    emit_frame(writer, function);
    if (function_streams(function) && writer->ir->is_serial)
        put_serial_stream(writer, function);
    else if (function_streams(function))
        put_stream(writer, function);
    else if (is_async(function))
        put_async_generator(writer, function);
    else
        put_generator(writer, function);
}
