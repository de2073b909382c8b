#include "pooling.h"

#include <inttypes.h>

#include "../tree/pooling.h"
#include "interface.h"

static const char *field_of(const struct function *function, const struct copied *copy)
{
    return function->parameters[copy->parameter].local->field;
}

/* ---- checks ---- */

static void put_line(struct buffer *out, const struct ir *ir, uint32_t line)
{
    buffer_printf(out, "#line %u %s\n", line,
                  ir_quoted((struct ir *) ir, ir->unit->source->path));
}

void emit_pooling_checks(struct buffer *out, const struct ir *ir, const struct function *function)
{
    const struct pooling *pooling = function->pooling;

    for (uint32_t i = 0; i < pooling->copy_count; i++) {
        const struct copied *copy = &pooling->copies[i];

        if (!copy->is_checked)
            continue;
        put_line(out, ir, copy->line);
        buffer_printf(out, "_Static_assert(%s(__typeof__(%s((struct unsync__%s_frame *) 0)"
                      "->%s)),\n    \"an abandoned job cannot have its own copy of '%s'\");\n",
                      copy->count ? "UNSYNC__IS_ARITHMETIC" : "UNSYNC__CROSSES",
                      copy->count ? "*" : "", function->name->text, field_of(function, copy),
                      field_of(function, copy));
    }
    if (!pooling->result_is_checked)
        return;
    put_line(out, ir, function->line);
    buffer_printf(out, "_Static_assert(UNSYNC__IS_OWNED(__typeof__(((struct unsync__%s_frame *) 0)"
                  "->unsync__value)),\n"
                  "    \"the result of an abandoned job cannot be borrowed\");\n",
                  function->name->text);
}

/* ---- the record ---- */

static void put_record(struct writer *writer, const struct function *function)
{
    const struct pooling *pooling = function->pooling;
    const char *name = function->name->text;

    writef(writer, "static struct unsync__pooled unsync__%s_pooled = {\n    %s", name,
           pooling->pool ? ir_quoted(writer->ir, pooling->pool) : "NULL");
    writef(writer, ", %" PRId64 ", %" PRId64 ", %s,\n    ", pooling->max, pooling->queue,
           pooling->is_daemon ? "UNSYNC__DAEMON" : "0");
    if (pooling->key)
        writef(writer, "offsetof(struct unsync__%s_frame, unsync__serial), ", name);
    else
        write_text(writer, "0, ");
    if (pooling->is_abandoned)
        writef(writer, "&unsync__%s_job_kind, ", name);
    else
        write_text(writer, "NULL, ");
    if (pooling->is_abandoned && !function->is_void)
        writef(writer, "offsetof(struct unsync__%s_frame, unsync__value),\n"
               "    sizeof(((struct unsync__%s_frame *) 0)->unsync__value)", name, name);
    else
        write_text(writer, "0, 0");
    write_text(writer, ", NULL,\n};\n\n");
}

void emit_pooled(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;
    const char *record = ir_text(writer->ir, "UNSYNC__POOLED(&unsync__%s_pooled)", name);

    if (!function->pooling->is_abandoned) {
        put_record(writer, function);
        emit_kind(writer, function, "", "unsync__lane_thread", "run", record);
        return;
    }
    writef(writer, "static struct unsync__pooled unsync__%s_pooled;\n", name);
    emit_kind(writer, function, "_job", "unsync__lane_thread", "run", record);
    put_record(writer, function);
    emit_kind(writer, function, "", "unsync__lane_abandon", "run", record);
}

/* ---- a start ---- */

static void put_room(struct writer *writer, const struct function *function,
                     const struct copied *copy)
{
    const char *field = field_of(function, copy);

    if (copy->count)
        writef(writer, "    unsync__room_for(&unsync__more, unsync__self->%s, (size_t) (%s),\n"
               "                     sizeof *unsync__self->%s);\n", field, copy->count, field);
    else
        writef(writer, "    UNSYNC__ROOM_FOR(unsync__more, unsync__self->%s);\n", field);
}

static void put_copy(struct writer *writer, const struct function *function,
                     const struct copied *copy)
{
    const char *field = field_of(function, copy);

    if (copy->count)
        writef(writer, "        unsync__copy(&unsync__at, (void *) &unsync__twin->%s,\n"
               "                     (size_t) (%s) * sizeof *unsync__self->%s);\n",
               field, copy->count, field);
    else
        writef(writer, "        UNSYNC__COPY(unsync__at, unsync__twin->%s);\n", field);
}

/* The job runs on the twin, which nobody holds a handle of; the caller's frame waits for it. */
static void put_twin(struct writer *writer, const struct function *function)
{
    const struct pooling *pooling = function->pooling;
    const char *name = function->name->text;

    write_text(writer, "    size_t unsync__more = 0;\n");
    for (uint32_t i = 0; i < pooling->copy_count; i++)
        put_room(writer, function, &pooling->copies[i]);
    writef(writer, "    struct unsync__%s_frame *unsync__twin =\n"
           "        unsync__twin_of(&unsync__self->unsync__task, sizeof *unsync__self,\n"
           "                        _Alignof(struct unsync__%s_frame), unsync__more);\n",
           name, name);
    if (!pooling->copy_count) {
        write_text(writer, "    (void) unsync__twin;\n");
        return;
    }
    write_text(writer, "    if (unsync__twin != NULL) {\n"
               "        char *unsync__at = (char *) (unsync__twin + 1);\n");
    for (uint32_t i = 0; i < pooling->copy_count; i++)
        put_copy(writer, function, &pooling->copies[i]);
    write_text(writer, "    }\n");
}

void emit_start(struct writer *writer, const struct function *function)
{
    const struct pooling *pooling = function->pooling;

    if (!pooling)
        return;
    if (pooling->key) {
        write_user_line(writer, pooling->key_line);
        writef(writer, "    unsync__self->unsync__serial.unsync__key = UNSYNC__KEY(%s);\n",
               pooling->key);
        write_own_line(writer);
    }
    if (pooling->is_abandoned)
        put_twin(writer, function);
}
