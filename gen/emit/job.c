#include "job.h"

#include "../tree/leave.h"
#include "body.h"
#include "emit_codec.h"
#include "interface.h"
#include "pooling.h"

/* ---- the body ---- */

static const char *body_name(const struct writer *writer, const struct function *function)
{
    return ir_text(writer->ir, "unsync__%s_body", function->name->text);
}

/* Where a body goes whose await failed: its result is not looked at. */
static void put_failed(struct writer *writer, const struct function *function)
{
    write_own_line(writer);
    write_text(writer, function->defers.count ? "unsync__failed: __attribute__((__unused__));\n"
                                              : "unsync__failed:;\n");
    if (function->has_lost && function->drop)
        writef(writer, "    if (unsync__lost) {\n"
               "        struct unsync__%s_frame unsync__frame = {0};\n"
               "        UNSYNC__SET(unsync__frame.unsync__value, unsync__returned);\n"
               "        unsync__%s_drop(&unsync__frame.unsync__task);\n    }\n",
               function->name->text, function->name->text);
    if (!function->is_void)
        writef(writer, "    static union {\n        char unsync__none;\n        %s;\n"
               "    } unsync__no_value;\n    return unsync__no_value.unsync__value;\n",
               result_type(writer, function, "unsync__value"));
    write_text(writer, "}\n\n");
}

static uint32_t line_of(const struct writer *writer, uint32_t token)
{
    const struct unit *unit = writer->ir->unit;

    return source_position(unit->source, unit->tokens.list[token].at).line;
}

/* What a body with deferred statements remembers while they run. */
static void put_ways(struct writer *writer, const struct function *function)
{
    write_own_line(writer);
    for (uint32_t i = 0; i < function->defer_depth; i++)
        writef(writer, "    int %s __attribute__((__unused__)) = UNSYNC__ENDS;\n",
               leave_variable(writer->ir, function, i));
    if (function->has_lost)
        write_text(writer, "    int unsync__lost __attribute__((__unused__)) = 0;\n");
    if (!function->is_void)
        writef(writer,
               "    %s;\n"
               "    __builtin_memset((void *) &unsync__returned, 0, sizeof unsync__returned);\n",
               result_type(writer, function, "unsync__returned"));
}

/* The user's text; in a block of its own if it may be left by a jump to its end. */
static void put_own_body(struct writer *writer, const struct function *function)
{
    write_user_line(writer, line_of(writer, function->declarator->token));
    write_text(writer, "static ");
    emit_body_head(writer, function, body_name(writer, function));
    if (function->has_unwind)
        write_text(writer, "\n{");
    if (function->defers.count) {
        put_ways(writer, function);
        emit_ops(writer, function);
    } else {
        emit_range(writer, function->item->body->range);
    }
    write_text(writer, "\n");
    if (function->has_unwind)
        put_failed(writer, function);
}

/* A function that is not mine is called by a body that is. */
static void put_foreign_body(struct writer *writer, const struct function *function)
{
    const char *arguments = argument_list(writer, function, "");

    write_user_line(writer, line_of(writer, function->declarator->token));
    write_text(writer, "static ");
    emit_own_head(writer, function, body_name(writer, function));
    write_text(writer, "\n{\n");
    if (function->is_void)
        writef(writer, "    %s(%s);\n    unsync__leave();\n}\n", function->callee, arguments);
    else
        writef(writer, "    %s = %s(%s);\n    unsync__leave();\n    return unsync__value;\n}\n",
               result_type(writer, function, "unsync__value"), function->callee, arguments);
}

static void put_body(struct writer *writer, const struct function *function)
{
    if (function->item->kind == ITEM_FOREIGN)
        put_foreign_body(writer, function);
    else
        put_own_body(writer, function);
    write_own_line(writer);
    write_text(writer, "\n");
}

/* ---- as a task ---- */

static void put_run(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text, *body = body_name(writer, function);
    const char *arguments = argument_list(writer, function, "unsync__self->");

    writef(writer, "static void unsync__%s_run(struct unsync__task *unsync__task)\n{\n", name);
    if (function->parameter_count || !function->is_void)
        writef(writer, "    struct unsync__%s_frame *unsync__self = "
               "(struct unsync__%s_frame *) unsync__task;\n", name, name);
    else
        write_text(writer, "    (void) unsync__task;\n");
    if (function->is_void)
        writef(writer, "    %s(%s);\n}\n\n", body, arguments);
    else
        writef(writer, "    UNSYNC__SET(unsync__self->unsync__value, %s(%s));\n}\n\n", body,
               arguments);
}

static void put_starter(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *task = ir_text(writer->ir, "%s_task", name);

    write_text(writer, linkage(function));
    emit_head(writer, function, task, name, NULL);
    writef(writer, "\n{\n    struct unsync__%s_frame *unsync__self =\n"
           "        UNSYNC__NEW(&unsync__%s_kind, *unsync__self);\n"
           "    if (unsync__self == NULL) return (%s) &unsync__no_memory;\n", name, name, task);
    emit_arguments(writer, function);
    emit_start(writer, function);
    writef(writer, "    return (%s) unsync__start(&unsync__self->unsync__task);\n}\n\n", task);
}

/* ---- here and now ---- */

static void put_call(struct writer *writer, const struct function *function)
{
    writef(writer, "\n{\n    struct unsync__job unsync__job;\n"
           "    unsync__job_enter(&unsync__job, &unsync__%s_kind);\n    ", function->name->text);
    if (deadline_of(function))
        writef(writer, "unsync__job_limit(&unsync__job, %lld);\n    ", deadline_of(function));
    if (!function->is_void)
        writef(writer, "%s = ", result_type(writer, function, "unsync__value"));
    writef(writer, "%s(%s);\n", body_name(writer, function), argument_list(writer, function, ""));
}

static void put_sync(struct writer *writer, const struct function *function)
{
    write_text(writer, linkage(function));
    emit_own_head(writer, function, ir_text(writer->ir, "%s_sync", function->name->text));
    put_call(writer, function);
    write_text(writer, "    unsync__job_exit_or_die(&unsync__job);\n");
    write_text(writer, function->is_void ? "}\n\n" : "    return unsync__value;\n}\n\n");
}

static void put_try(struct writer *writer, const struct function *function)
{
    const char *out = function->is_void ? NULL : result_type(writer, function, "*unsync__out");

    write_text(writer, linkage(function));
    emit_head(writer, function, "int", ir_text(writer->ir, "%s_try", function->name->text), out);
    put_call(writer, function);
    write_text(writer, "    int unsync__code = unsync__job_exit(&unsync__job);\n");
    if (out)
        write_text(writer,
                   "    if (unsync__code == 0) UNSYNC__SET(*unsync__out, unsync__value);\n");
    write_text(writer, "    return unsync__code;\n}\n");
}

/* The program's main, where nothing runs beside it. */
static void put_main(struct writer *writer, const struct function *function)
{
    emit_head(writer, function, "int", "main", NULL);
    write_text(writer, "\n{\n    unsync__main_begin();\n"
                       "    struct unsync__main_frame *unsync__self =\n"
                       "        UNSYNC__NEW(&unsync__main_kind, *unsync__self);\n"
                       "    if (unsync__self == NULL) "
                       "return unsync__main_end(&unsync__no_memory);\n");
    emit_arguments(writer, function);
    write_text(writer,
               "    return unsync__main_end(unsync__start(&unsync__self->unsync__task));\n}\n");
}

/* ---- the function ---- */

void emit_user_checks(struct writer *writer, const struct function *function)
{
    size_t before = writer->out->len;

    if (function->pooling)
        emit_pooling_checks(writer->out, writer->ir, function);
    else
        emit_codec_checks(writer->out, writer->ir, function);
    if (writer->out->len == before)
        return;
    writer->in_user_file = true;
    writer_lose_line(writer);
}

static void put_kind(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    if (function->pooling) {
        emit_pooled(writer, function);
    } else if (function->mark->id == MARK_CPU_BOUND) {
        writef(writer, "static const struct unsync__remote unsync__%s_remote;\n", name);
        emit_kind(writer, function, "", "unsync__lane_process", "run",
                  ir_text(writer->ir, "&unsync__%s_remote", name));
    } else {
        emit_kind(writer, function, "", "unsync__lane_thread", "run", "NULL");
    }
}

void emit_job(struct writer *writer, const struct function *function)
{
    bool is_process = function->mark->id == MARK_CPU_BOUND;

    if (!function->is_main)
        emit_interface(writer, function);
    write_own_line(writer);
    write_text(writer, "\n");
    emit_frame(writer, function);
    if (is_process || function->pooling)
        emit_user_checks(writer, function);
    emit_drop(writer, function);
    put_body(writer, function);
    put_run(writer, function);
    put_kind(writer, function);
    if (is_process) {
        emit_codec(writer->out, writer->ir, function);
        write_text(writer, "\n");
    }
    if (function->is_main) {
        put_main(writer, function);
        return;
    }
    put_starter(writer, function);
    put_sync(writer, function);
    put_try(writer, function);
}
