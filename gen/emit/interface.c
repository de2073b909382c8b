#include "interface.h"

#include <string.h>

#include "../tree/attribute.h"
#include "../tree/declare.h"
#include "../tree/pooling.h"
#include "probe.h"
#include "slots.h"

static struct view plain_view(const struct writer *writer)
{
    return (struct view) {.ir = writer->ir};
}

/* ---- pieces ---- */

const char *linkage(const struct function *function)
{
    return function->is_static ? "static __attribute__((__unused__)) " : "";
}

const char *result_type(const struct writer *writer, const struct function *function,
                        const char *name)
{
    return declare(plain_view(writer), function->specs, function->declarator, DECLARE_RESULT, name,
                   NULL);
}

/* `int a[i++]`: only the function that the user calls evaluates the size. */
static enum declare_as as_said(const struct parameter *parameter, bool is_called)
{
    const struct derivation *outer = parameter->param->declarator->derivations;

    return !is_called && outer && size_is_variable(outer) ? DECLARE_PARAMETER : DECLARE_OBJECT;
}

/* Whether the user calls the function of that name: others are called by what he calls. */
static bool is_users(const struct function *function, const char *name)
{
    return function->mark->id == MARK_ASYNC ? strcmp(name, function->name->text) == 0
                                            : strncmp(name, "unsync__", 8) != 0;
}

/* Kept, for several heads of a function are alike. */
static const char *head_parameter(const struct writer *writer, struct parameter *parameter,
                                  bool is_called)
{
    enum declare_as as = as_said(parameter, is_called);
    const char **kept = &parameter->heads[as == DECLARE_OBJECT];

    if (!*kept)
        *kept = declare(plain_view(writer), parameter->param->specs, parameter->param->declarator,
                        as, parameter->name, NULL);
    return *kept;
}

/* Of no meaning in C++: `m[rows][columns]`, `v[static 3]`. */
static bool is_of_c(const struct derivation *step)
{
    return step->kind == DERIVE_ARRAY &&
           (step->is_star || step->is_static || step->qualifiers || size_is_variable(step));
}

static bool has_of_c(const struct derivation *step)
{
    while (step && !is_of_c(step))
        step = step->next;
    return step;
}

bool needs_cxx_head(const struct function *function)
{
    for (uint32_t i = 0; i < function->parameter_count; i++)
        if (has_of_c(function->parameters[i].param->declarator->derivations))
            return true;
    return false;
}

/* A pointer to rows whose length no type of C++ says takes any pointer. */
static const char *cxx_parameter(const struct writer *writer, const struct parameter *parameter)
{
    const struct derivation *outer = parameter->param->declarator->derivations;

    if (outer && has_of_c(outer->next))
        return ir_text(writer->ir, "const void *%s", parameter->name);
    return declare(plain_view(writer), parameter->param->specs, parameter->param->declarator,
                   DECLARE_PARAMETER, parameter->name, NULL);
}

static const char *body_parameter(const struct writer *writer, const struct parameter *parameter)
{
    return declare(plain_view(writer), parameter->param->specs, parameter->param->declarator,
                   as_said(parameter, false), parameter->body_name, NULL);
}

/* "name(int a, int b, more)" */
static void add_head(const struct writer *writer, struct buffer *out,
                     const struct function *function, const char *name, const char *more)
{
    bool is_called = is_users(function, name);

    buffer_text(out, name);
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        buffer_text(out, i ? ", " : "(");
        buffer_text(out, writer->is_for_cxx
                             ? cxx_parameter(writer, &function->parameters[i])
                             : head_parameter(writer, &function->parameters[i], is_called));
    }
    if (more)
        buffer_text(out, function->parameter_count ? ", " : "(");
    buffer_text(out, more ? more : function->parameter_count ? "" : "(void");
    buffer_char(out, ')');
}

void emit_body_head(struct writer *writer, const struct function *function, const char *name)
{
    const char *head = ir_text(writer->ir, "%s(", name);

    for (uint32_t i = 0; i < function->parameter_count; i++)
        head = ir_text(writer->ir, "%s%s%s", head, i ? ", " : "",
                       body_parameter(writer, &function->parameters[i]));
    head = ir_text(writer->ir, function->parameter_count ? "%s)" : "%svoid)", head);
    write_text(writer, result_type(writer, function, head));
}

void emit_own_head(struct writer *writer, const struct function *function, const char *name)
{
    struct buffer head = {0};

    add_head(writer, &head, function, name, NULL);
    write_text(writer, result_type(writer, function, head.data));
    buffer_free(&head);
}

void emit_head(struct writer *writer, const struct function *function, const char *type,
               const char *name, const char *more)
{
    writef(writer, "%s ", type);
    add_head(writer, writer->out, function, name, more);
}

const char *argument_list(const struct writer *writer, const struct function *function,
                          const char *prefix)
{
    const char *list = "";

    for (uint32_t i = 0; i < function->parameter_count; i++)
        list = ir_text(writer->ir, "%s%s%s%s", list, i ? ", " : "", prefix,
                       *prefix ? function->parameters[i].local->field
                               : function->parameters[i].name);
    return list;
}

/* ---- prototypes ---- */

/* Attributes that callers and the linker see; all others belong to the body or to nobody. */
static void put_attributes(struct writer *writer, const struct function *function)
{
    static const char *const names[] = {"visibility", "weak", "deprecated", "used"};
    const struct unit *unit = writer->ir->unit;

    for (const struct piece *piece = function->specs->pieces; piece; piece = piece->next)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            struct piece alone = *piece;

            alone.next = NULL;
            if (attribute_has(unit, &alone, names[i])) {
                writef(writer, "%s ", view_text(plain_view(writer), piece->range));
                break;
            }
        }
}

static void put_prototype(struct writer *writer, const struct function *function, uint32_t line,
                          const char *type, const char *suffix, const char *more)
{
    const char *name = ir_text(writer->ir, "%s%s", function->name->text, suffix);

    write_user_line(writer, line);
    write_text(writer, linkage(function));
    put_attributes(writer, function);
    write_text(writer, "__attribute__((__warn_unused_result__)) ");
    emit_head(writer, function, type, name, more);
    write_text(writer, ";\n");
}

void emit_prototype(struct writer *writer, const struct function *function, uint32_t line,
                    const char *type)
{
    put_prototype(writer, function, line, type, "", NULL);
}

/* A void f_sync() has no result to be used. */
static void put_sync(struct writer *writer, const struct function *function, uint32_t line)
{
    write_user_line(writer, line);
    write_text(writer, linkage(function));
    put_attributes(writer, function);
    emit_own_head(writer, function, ir_text(writer->ir, "%s_sync", function->name->text));
    write_text(writer, ";\n");
}

static const char *out_parameter(const struct writer *writer, const struct function *function)
{
    return function->is_void ? NULL : result_type(writer, function, "*unsync__out");
}

void emit_interface(struct writer *writer, const struct function *function)
{
    struct unit *unit = writer->ir->unit;
    uint32_t line = source_position(unit->source,
                                    unit->tokens.list[function->declarator->token].at).line;
    const char *task = ir_text(writer->ir, "%s_task", function->name->text);

    write_user_line(writer, line);
    writef(writer, "typedef unsync_task_of(%s) %s;\n", result_type(writer, function, ""), task);
    put_prototype(writer, function, line, task, "", NULL);
    put_prototype(writer, function, line, "int", "_try", out_parameter(writer, function));
    if (function->mark->id != MARK_ASYNC)
        put_sync(writer, function, line);
}

/* ---- frames ---- */

long long deadline_of(const struct function *function)
{
    enum option_id id =
        function->mark->id == MARK_ASYNC ? OPTION_ASYNC_TIMEOUT : OPTION_THREAD_TIMEOUT;
    const struct option *option = mark_find_option(function->mark, id);

    return option ? (long long) option->number : 0;
}

/* The warning is wanted, by the options and where the function stands. */
static bool measures(const struct writer *writer, const struct function *function)
{
    const struct unit *unit = writer->ir->unit;

    return !function->is_main &&
           !diag_is_off(unit->diag, DIAG_LARGE_FRAME, unit_span(unit, function->declarator->token));
}

/* What the compiler complains of: -Werror has been looked at. A report needs its sizes. */
static const char *complaint(const struct writer *writer)
{
    const struct diag_settings *settings = writer->ir->unit->diag->settings;
    bool is_error = settings && diag_severity_of(settings, DIAG_LARGE_FRAME) == DIAG_ERROR;

    return is_error && !writer->ir->wants_sizes ? "unsync__large_frame_refused"
                                                : "unsync__large_frame";
}

static void write_name_line(struct writer *writer, const struct function *function)
{
    const struct unit *unit = writer->ir->unit;
    uint32_t at = unit_span(unit, function->declarator->token).at;

    write_user_line(writer, source_position(unit->source, at).line);
}

/*
 * The compiler warns of the call in here: in a function of its own, at the user's line, so that it
 * does so once, wherever the starter is inlined. It asks again, for gcc keeps what is not called
 * without -O.
 */
static void put_warning(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    write_name_line(writer, function);
    writef(writer, "static UNSYNC__COLD void unsync__%s_is_large(void) "
           "{ if (sizeof(struct unsync__%s_frame) > UNSYNC_LARGE_FRAME) "
           "%s(__LINE__); }\n", name, name, complaint(writer));
    write_own_line(writer);
    write_text(writer, "\n");
}

void emit_measure(struct writer *writer, const struct function *function)
{
    if (measures(writer, function))
        writef(writer,
               "    if (sizeof *unsync__self > UNSYNC_LARGE_FRAME) unsync__%s_is_large();\n",
               function->name->text);
}

void emit_measure_inner(struct writer *writer, const struct function *function, const char *holder)
{
    if (!measures(writer, function))
        return;
    write_name_line(writer, function);
    writef(writer, "        if (sizeof *%s > UNSYNC_LARGE_FRAME) %s(__LINE__);\n", holder,
           complaint(writer));
    write_own_line(writer);
}

void emit_frame(struct writer *writer, const struct function *function)
{
    write_packing(writer, true);
    writef(writer, "struct unsync__%s_frame {\n    struct unsync__task unsync__task;\n",
           function->name->text);
    if (function->is_generator && function->mark->id == MARK_ASYNC)
        write_text(writer, "    struct unsync__task *unsync__asker;\n");
    if (!function->is_void)
        writef(writer, "    %s;\n", result_type(writer, function, "unsync__value"));
    if (deadline_of(function))
        write_text(writer, "    struct unsync__deadline unsync__deadline;\n");
    if (function->pooling && function->pooling->key)
        write_text(writer, "    struct unsync__serial unsync__serial;\n");
    emit_slots(writer, function, 0);
    if (function->has_wait)
        write_text(writer, "    unsync_task_of(void) unsync__wait;\n");
    write_text(writer, "};\n");
    write_packing(writer, false);
    write_text(writer, "\n");
    if (function->is_resumed && !function->layers && measures(writer, function))
        put_warning(writer, function);
    emit_probe(writer, function, 0);
}

void emit_drop(struct writer *writer, const struct function *function)
{
    const char *name = function->name->text;

    if (function->drop)
        writef(writer, "static void unsync__%s_drop(struct unsync__task *unsync__task)\n{\n"
               "    struct unsync__%s_frame *unsync__self = "
               "(struct unsync__%s_frame *) unsync__task;\n"
               "    %s\n}\n\n", name, name, name, function->drop);
}

/* Where it waits, by the state of its task. */
static void put_lines(struct writer *writer, const struct function *function)
{
    writef(writer, "static const unsigned unsync__%s_lines[] = {", function->name->text);
    for (uint32_t i = 0; i < function->lines.count; i++)
        writef(writer, "%s%u", i == 0 ? "" : i % 16 ? ", " : ",\n    ", function->lines.list[i]);
    write_text(writer, "};\n");
}

void emit_kind(struct writer *writer, const struct function *function, const char *which,
               const char *lane, const char *run, const char *more)
{
    const char *name = function->name->text;

    if (function->lines.count && strcmp(which, "_here") != 0)
        put_lines(writer, function);
    writef(writer, "static const struct unsync__kind unsync__%s%s_kind = {\n    \"%s\", %s", name,
           which, name, writer->user_file);
    writef(writer, ", %u,\n    sizeof(struct unsync__%s_frame), &%s,\n    unsync__%s_%s, ",
           function->line, name, lane, name, run);
    if (function->drop && !function->is_generator) /* whose value is told apart from its end */
        writef(writer, "unsync__%s_drop, ", name);
    else
        write_text(writer, "NULL, ");
    if (function->lines.count)
        writef(writer, "%s, unsync__%s_lines,\n};\n\n", more, name);
    else
        writef(writer, "%s, NULL,\n};\n\n", more);
}

static bool is_assignable(const struct parameter *parameter)
{
    enum type_class class = declared_class(parameter->param->specs, parameter->param->declarator);

    return class == CLASS_ARRAY || class == CLASS_FUNCTION ||
           (class == CLASS_SCALAR &&
            !declared_const(parameter->param->specs, parameter->param->declarator));
}

void emit_arguments(struct writer *writer, const struct function *function)
{
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct parameter *parameter = &function->parameters[i];

        writef(writer,
               parameter->is_untyped      ? "    unsync__self->%s = (void *) %s;\n"
               : is_assignable(parameter) ? "    unsync__self->%s = %s;\n"
                                          : "    UNSYNC__SET(unsync__self->%s, %s);\n",
               parameter->local->field, parameter->name);
        if (parameter->lengths)
            write_text(writer, parameter->lengths);
    }
    if (deadline_of(function))
        writef(writer,
               "    unsync__limit(&unsync__self->unsync__task, &unsync__self->unsync__deadline, "
               "%lld);\n", deadline_of(function));
}
