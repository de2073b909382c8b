/*
 * Remote: see remote.h. Where there is no other process (in a worker, or by UNSYNC_ROUTE), and in
 * f_sync and f_try, the starter makes the second kind at once.
 */
#include "remote.h"

#include "async.h"
#include "emit_codec.h"
#include "interface.h"

static const char *handle_of(const struct writer *writer, const struct function *function)
{
    return ir_text(writer->ir, "%s_task", function->name->text);
}

static const char *here_of(const struct writer *writer, const struct function *function)
{
    return ir_text(writer->ir, "unsync__%s_here", function->name->text);
}

/* ---- kinds ---- */

static void put_kinds(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    writef(writer, "static void unsync__%s_resume(struct unsync__task *unsync__task);\n"
           "static const struct unsync__remote unsync__%s_remote;\n", name, name);
    emit_drop(writer, function);
    emit_kind(writer, function, "", "unsync__lane_process", "resume",
              ir_text(writer->ir, "&unsync__%s_remote", name));
    emit_kind(writer, function, "_here", "unsync__lane_loop", "resume", "NULL");
}

/* They stand on lines of the user's file. */
static void put_checks(struct writer *writer, const struct function *function)
{
    size_t before = writer->out->len;

    emit_codec_checks(writer->out, writer->ir, function);
    if (writer->out->len == before)
        return;
    writer->in_user_file = true;
    writer_lose_line(writer);
}

/* ---- starters ---- */

/* A task of this process's loop. */
static void put_here(struct writer *writer, const struct function *function)
{
    const char *task = handle_of(writer, function);

    write_text(writer, "static ");
    emit_head(writer, function, task, here_of(writer, function), NULL);
    write_text(writer, "\n{\n");
    emit_new(writer, function, "_here", ir_text(writer->ir, "(%s) &unsync__no_memory", task));
    writef(writer, "    return (%s) unsync__launch(&unsync__self->unsync__task, "
           "unsync__%s_resume);\n}\n\n", task, function->name->text);
}

/* A call in a worker needs no more than the arguments. */
static void put_starter(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text, *task = handle_of(writer, function);

    write_text(writer, linkage(function));
    emit_head(writer, function, task, name, NULL);
    writef(writer, "\n{\n    struct unsync__%s_frame *unsync__self = NULL;\n"
           "    if (unsync__runs_here(&unsync__%s_kind)) return %s(%s);\n"
           "    unsync__self = UNSYNC__NEW(&unsync__%s_kind, *unsync__self);\n"
           "    if (unsync__self == NULL) return (%s) &unsync__no_memory;\n", name, name,
           here_of(writer, function), argument_list(writer, function, ""), name, task);
    emit_arguments(writer, function);
    writef(writer, "    return (%s) unsync__start(&unsync__self->unsync__task);\n}\n\n", task);
}

/* ---- here and now ---- */

static void put_sync(struct writer *writer, const struct function *function)
{
    const char *arguments = argument_list(writer, function, "");

    write_text(writer, linkage(function));
    emit_own_head(writer, function, ir_text(writer->ir, "%s_sync", function->name->text));
    if (function->is_void) {
        writef(writer, "\n{\n    unsync__result(unsync__of(%s(%s)), NULL, 0, %s, %u);\n}\n\n",
               here_of(writer, function), arguments, writer->user_file, function->line);
        return;
    }
    writef(writer, "\n{\n    %s;\n    unsync__result(unsync__of(%s(%s)), (void *) &unsync__value,\n"
           "        sizeof unsync__value, %s, %u);\n    return unsync__value;\n}\n\n",
           result_type(writer, function, "unsync__value"), here_of(writer, function), arguments,
           writer->user_file, function->line);
}

static void put_try(struct writer *writer, const struct function *function)
{
    const char *out = function->is_void ? NULL : result_type(writer, function, "*unsync__out");

    write_text(writer, linkage(function));
    emit_head(writer, function, "int", ir_text(writer->ir, "%s_try", function->name->text), out);
    writef(writer, "\n{\n    return unsync__try(unsync__of(%s(%s)), %s);\n}\n",
           here_of(writer, function), argument_list(writer, function, ""),
           out ? "unsync__out, sizeof *unsync__out" : "NULL, 0");
}

/* ---- the function ---- */

void emit_remote(struct writer *writer, const struct function *function)
{
    emit_interface(writer, function);
    write_own_line(writer);
    write_text(writer, "\n");
    emit_frame(writer, function);
    put_checks(writer, function);
    write_own_line(writer);
    put_kinds(writer, function);
    emit_resume_function(writer, function);
    put_here(writer, function);
    put_starter(writer, function);
    emit_codec(writer->out, writer->ir, function);
    write_text(writer, "\n");
    put_sync(writer, function);
    put_try(writer, function);
}
