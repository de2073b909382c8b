#include "emit_codec.h"

#include "crossing.h"

/*
 * Parameters cross as members of the frame. One that the function writes (@out, @inout) comes back
 * behind the result: it is read into memory of its own first, and only if all of it is good does it
 * go to where the caller wants it.
 */

static struct crossing arguments_of(struct buffer *out, const struct ir *ir,
                                    const struct codec *codec)
{
    return (struct crossing) {.out = out, .ir = (struct ir *) ir, .fields = &codec->fields,
                              .object = "unsync__self->", .level = 1};
}

/* ---- what a function writes ---- */

static bool is_owned(const struct field *field)
{
    return field->way != WAY_IN && shape_owns(field->shape.element);
}

static bool has_way(const struct codec *codec, enum field_way way)
{
    for (const struct field *field = codec->fields.first; field; field = field->next)
        if (field->way == way)
            return true;
    return false;
}

static bool has_outputs(const struct codec *codec)
{
    return has_way(codec, WAY_OUT) || has_way(codec, WAY_INOUT);
}

/* The function may write what the length was computed from. */
static const char *kept_length(const struct crossing *at, const struct field *field)
{
    return field->shape.kind == SHAPE_LIST ? ir_text(at->ir, "unsync__count_%s", field->name)
                                           : "1";
}

static void put_kept_length(const struct crossing *at, const struct field *field)
{
    if (field->shape.kind == SHAPE_LIST)
        crossing_line(at, "const size_t %s = %s;", kept_length(at, field),
                      crossing_length(at, &field->shape));
}

typedef void put_field(const struct crossing *at, const struct field *field);

static void for_fields(const struct crossing *at, put_field *put)
{
    for (unsigned round = 0; round < 3; round++)
        for (const struct field *field = at->fields->first; field; field = field->next)
            if (crossing_is_round(field, round))
                put(at, field);
}

/* ---- to the worker ---- */

static void put_pack_argument(const struct crossing *at, const struct field *field)
{
    const char *value = crossing_member(at, field);

    if (field->way == WAY_OUT) /* that there is something to write */
        crossing_line(at, "unsync__pack_bool(unsync__p, %s != NULL);", value);
    else if (field->is_fd)
        crossing_line(at, "unsync__pack_fd(unsync__p, %s);", value);
    else
        put_pack(at, &field->shape, value);
}

static void put_pack_function(struct buffer *out, const struct ir *ir, const char *name,
                              const struct codec *codec)
{
    struct crossing at = arguments_of(out, ir, codec);

    buffer_printf(out, "static void unsync__%s_pack(struct unsync__packer *unsync__p,\n"
                  "    const struct unsync__task *unsync__task)\n{\n"
                  "    const struct unsync__%s_frame *unsync__self =\n"
                  "        (const struct unsync__%s_frame *) unsync__task;\n"
                  "    (void) unsync__self;\n"
                  "    unsync__pack_array(unsync__p, %u);\n", name, name, name,
                  codec->fields.count);
    for_fields(&at, put_pack_argument);
    buffer_text(out, "}\n\n");
}

/* ---- in the worker ---- */

/* What the function may free or replace is from malloc, as it is where there is no worker. */
static void put_unpack_argument(const struct crossing *at, const struct field *field)
{
    const char *value = crossing_member(at, field);
    struct crossing kept = *at;

    if (field->way == WAY_IN) {
        if (field->is_fd)
            crossing_line(at, "UNSYNC__SET(%s, unsync__unpack_fd(unsync__u));", value);
        else
            put_unpack(at, &field->shape, value);
        return;
    }
    put_kept_length(at, field);
    if (field->shape.kind == SHAPE_LIST)
        kept.length = kept_length(at, field);
    if (field->way == WAY_OUT) {
        crossing_line(at, field->shape.is_const
                              ? "UNSYNC__SET(%s, unsync__unpack_room(unsync__u, %s, sizeof *%s));"
                              : "%s = unsync__unpack_room(unsync__u, %s, sizeof *%s);", value,
                      kept_length(at, field), value);
        return;
    }
    if (is_owned(field))
        crossing_line(at, "unsync__unpack_owned(unsync__u, true);");
    put_unpack(&kept, &field->shape, value);
    if (is_owned(field))
        crossing_line(at, "unsync__unpack_owned(unsync__u, false);");
}

static void put_pack_output(const struct crossing *at, const struct field *field)
{
    const char *value = crossing_member(at, field);
    struct crossing inner = *at;

    if (field->way == WAY_IN)
        return;
    crossing_line(at, "if (%s == NULL) {", value);
    inner.level++;
    crossing_line(&inner, "unsync__pack_nil(unsync__p);");
    crossing_line(at, "} else {");
    if (field->shape.kind == SHAPE_LIST) {
        inner.length = kept_length(at, field);
        put_pack(&inner, &field->shape, value);
    } else {
        put_pack(&inner, field->shape.element, ir_text(at->ir, "(*%s)", value));
    }
    crossing_end(at);
}

/* The elements; of @inout also what holds them. */
static void put_release_output(const struct crossing *at, const struct field *field,
                               enum field_way way)
{
    const char *value = crossing_member(at, field), *element;
    struct crossing inner = *at, loop;

    if (field->way != way || !is_owned(field))
        return;
    crossing_line(at, "if (%s != NULL) {", value);
    inner.level++;
    if (field->shape.kind == SHAPE_LIST) {
        element = crossing_loop(&inner, &loop, value, kept_length(at, field));
        put_release(&loop, field->shape.element, element);
        crossing_end(&inner);
    } else {
        put_release(&inner, field->shape.element, ir_text(at->ir, "(*%s)", value));
    }
    if (way == WAY_INOUT)
        crossing_line(&inner,
                      "unsync__serve_free(unsync__u, (void *) %s, unsync__free_memory);", value);
    crossing_end(at);
}

static void put_release_out(const struct crossing *at, const struct field *field)
{
    put_release_output(at, field, WAY_OUT);
}

static void put_release_inout(const struct crossing *at, const struct field *field)
{
    put_release_output(at, field, WAY_INOUT);
}

static void put_arguments(struct buffer *out, const struct codec *codec)
{
    const char *gap = "";

    for (const struct field *field = codec->fields.first; field; field = field->next, gap = ", ")
        buffer_printf(out, "%sunsync__self->%s", gap, field->name);
}

/* The result and what was written, and then the end of what the worker has of them. */
static void put_send(const struct crossing *at, const struct codec *codec)
{
    const char *value = "unsync__self->unsync__value";

    if (codec->has_result)
        put_pack(at, &codec->result.shape, value);
    else
        crossing_line(at, "unsync__pack_nil(unsync__p);");
    for_fields(at, put_pack_output);
    if ((codec->has_result && shape_owns(&codec->result.shape)) || has_way(codec, WAY_OUT))
        crossing_line(at, "if (unsync__pack_failed(unsync__p)) return;");
    if (codec->has_result)
        put_release(at, &codec->result.shape, value);
    for_fields(at, put_release_out);
}

/* One value of a stream, and the end of what the worker has of it. */
static void put_give_function(struct buffer *out, const struct ir *ir,
                              const struct function *function)
{
    struct crossing at = arguments_of(out, ir, function->codec);
    const char *name = function->name->text;

    buffer_printf(out, "static void unsync__%s_give(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__packer *unsync__p, struct unsync__task *unsync__task)\n{\n",
                  name);
    if (function->is_void)
        crossing_line(&at, "(void) unsync__task;");
    else
        buffer_printf(out, "    struct unsync__%s_frame *unsync__self =\n"
                      "        (struct unsync__%s_frame *) unsync__task;\n", name, name);
    crossing_line(&at, "(void) unsync__u;");
    put_send(&at, function->codec);
    buffer_text(out, "}\n\n");
}

/* How it streams, and how that is named in the remote. */
static const char *put_flow(struct buffer *out, const struct ir *ir,
                            const struct function *function)
{
    const char *name = function->name->text;
    const char *value = ir_text((struct ir *) ir, "((struct unsync__%s_frame *) 0)->unsync__value",
                                name);

    if (!function_streams(function))
        return "NULL";
    put_give_function(out, ir, function);
    buffer_printf(out, "static const struct unsync__flow unsync__%s_flow = {\n"
                  "    unsync__%s_open, unsync__%s_give, ", name, name, name);
    if (function->drop)
        buffer_printf(out, "unsync__%s_drop,\n", name);
    else
        buffer_text(out, "NULL,\n");
    if (function->is_void)
        buffer_text(out, "    0, 1,\n};\n");
    else
        buffer_printf(out, "    sizeof %s,\n    _Alignof(__typeof__(%s)),\n};\n", value, value);
    return ir_text((struct ir *) ir, "&unsync__%s_flow", name);
}

static void put_serve_function(struct buffer *out, const struct ir *ir,
                               const struct function *function)
{
    const struct codec *codec = function->codec;
    const char *name = function->name->text;
    struct crossing at = arguments_of(out, ir, codec), inner = at;

    buffer_printf(out, "static void unsync__%s_serve(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__packer *unsync__p)\n{\n"
                  "    struct unsync__%s_frame unsync__frame, *unsync__self = &unsync__frame;\n"
                  "%s"
                  "    __builtin_memset((void *) unsync__self, 0, sizeof *unsync__self);\n"
                  "    unsync__unpack_array(unsync__u, %u);\n", name, name,
                  function->is_generator ? "" : "    struct unsync__job unsync__job;\n",
                  codec->fields.count);
    for_fields(&at, put_unpack_argument);
    if (function_streams(function)) {
        buffer_printf(out, "    if (!unsync__unpack_is_over(unsync__u)) return;\n"
                      "    unsync__serve_stream(&unsync__self->unsync__task, &unsync__%s_kind,\n"
                      "        unsync__u, unsync__p);\n}\n\n", name);
        return;
    }
    buffer_printf(out, "    if (!unsync__unpack_is_over(unsync__u)) return;\n"
                  "    unsync__serve_begin(&unsync__job, &unsync__%s_kind);\n"
                  "    %sunsync__%s_body(", name,
                  codec->has_result ? "UNSYNC__SET(unsync__self->unsync__value, " : "", name);
    put_arguments(out, codec);
    buffer_text(out, codec->has_result ? "));\n" : ");\n");
    if (has_way(codec, WAY_INOUT)) {
        crossing_line(&at, "if (unsync__serve_end(&unsync__job, unsync__p)) {");
        inner.level++;
        put_send(&inner, codec);
        crossing_end(&at);
        for_fields(&at, put_release_inout);
    } else {
        crossing_line(&at, "if (!unsync__serve_end(&unsync__job, unsync__p)) return;");
        put_send(&at, codec);
    }
    buffer_text(out, "}\n\n");
}

/* ---- in the worker, on its loop ---- */

/* The body has a frame of its own: what was kept of the call is as it was before. */
static void put_keep(const struct crossing *at, const struct field *field)
{
    if (field->way != WAY_IN && field->shape.kind == SHAPE_LIST)
        crossing_line(at, "unsync__service->%s = %s;", kept_length(at, field),
                      kept_length(at, field));
}

static void put_kept(const struct crossing *at, const struct field *field)
{
    if (field->way != WAY_IN && field->shape.kind == SHAPE_LIST)
        crossing_line(at, "const size_t %s = unsync__service->%s;", kept_length(at, field),
                      kept_length(at, field));
}

static void put_kept_member(const struct crossing *at, const struct field *field)
{
    if (field->way != WAY_IN && field->shape.kind == SHAPE_LIST)
        crossing_line(at, "size_t %s;", kept_length(at, field));
}

/* The arguments, and how many there were of what the body may write. */
static void put_kept_struct(const struct crossing *at, const char *name)
{
    buffer_printf(at->out, "struct unsync__%s_kept {\n    struct unsync__%s_frame unsync__frame;\n",
                  name, name);
    for_fields(at, put_kept_member);
    buffer_text(at->out, "};\n\n");
}

static void put_begin_function(struct buffer *out, const struct ir *ir, const char *name,
                               const struct codec *codec)
{
    struct crossing at = arguments_of(out, ir, codec);

    put_kept_struct(&at, name);
    buffer_printf(out, "static struct unsync__task *unsync__%s_begin("
                  "struct unsync__unpacker *unsync__u,\n    void *unsync__memory)\n{\n"
                  "    struct unsync__%s_kept *unsync__service = unsync__memory;\n"
                  "    struct unsync__%s_frame *unsync__self = &unsync__service->unsync__frame;\n"
                  "    (void) unsync__self;\n"
                  "    unsync__unpack_array(unsync__u, %u);\n", name, name, name,
                  codec->fields.count);
    for_fields(&at, put_unpack_argument);
    for_fields(&at, put_keep);
    buffer_printf(out, "    if (!unsync__unpack_is_over(unsync__u)) return NULL;\n"
                  "    return unsync__of(unsync__%s_here(", name);
    put_arguments(out, codec);
    buffer_text(out, "));\n}\n\n");
}

static void put_finish_function(struct buffer *out, const struct ir *ir, const char *name,
                                const struct codec *codec)
{
    struct crossing at = arguments_of(out, ir, codec), inner = at;

    inner.level++;
    buffer_printf(out, "static void unsync__%s_finish(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__packer *unsync__p, void *unsync__memory, "
                  "struct unsync__task *unsync__task)\n{\n"
                  "    struct unsync__%s_kept *unsync__service = unsync__memory;\n"
                  "    struct unsync__%s_frame *unsync__self = &unsync__service->unsync__frame;\n"
                  "    (void) unsync__self;\n    (void) unsync__u;\n", name, name, name);
    for_fields(&at, put_kept);
    crossing_line(&at, "if (unsync__task != NULL) {");
    if (codec->has_result)
        crossing_line(&inner, "UNSYNC__SET(unsync__self->unsync__value, "
                      "((struct unsync__%s_frame *) unsync__task)->unsync__value);", name);
    put_send(&inner, codec);
    crossing_end(&at);
    for_fields(&at, put_release_inout);
    buffer_text(out, "}\n\n");
}

/* ---- back ---- */

static const char *new_value(const struct crossing *at, const struct field *field)
{
    return ir_text(at->ir, "unsync__new_%s", field->name);
}

static void put_take_output(const struct crossing *at, const struct field *field)
{
    const char *value = crossing_member(at, field), *fresh = new_value(at, field);
    struct crossing inner = *at;

    if (field->way == WAY_IN)
        return;
    put_kept_length(at, field);
    crossing_line(at, "__typeof__(*%s) *%s = NULL;", value, fresh);
    crossing_line(at, "if (%s != NULL) {", value);
    inner.level++;
    if (field->shape.kind == SHAPE_LIST) {
        inner.length = kept_length(at, field);
        put_unpack(&inner, &field->shape, fresh);
    } else {
        crossing_line(&inner, "%s = unsync__unpack_alloc(unsync__u, sizeof *%s);", fresh, fresh);
        crossing_line(&inner, "if (%s != NULL) {", fresh);
        inner.level++;
        put_unpack(&inner, field->shape.element, ir_text(at->ir, "(*%s)", fresh));
        inner.level--;
        crossing_end(&inner);
    }
    crossing_line(at, "} else {");
    crossing_line(&inner, "unsync__unpack_nothing(unsync__u);");
    crossing_end(at);
}

/* All is well: the old values go, the new ones take their place. */
static void put_commit(const struct crossing *at, const struct field *field)
{
    const char *value = crossing_member(at, field), *element;
    struct crossing inner = *at, loop;

    if (field->way == WAY_IN)
        return;
    crossing_line(at, "if (%s != NULL) {", new_value(at, field));
    inner.level++;
    if (field->way == WAY_INOUT && is_owned(field) && field->shape.kind == SHAPE_LIST) {
        element = crossing_loop(&inner, &loop, value, kept_length(at, field));
        put_clear(&loop, field->shape.element, element);
        crossing_end(&inner);
    } else if (field->way == WAY_INOUT && is_owned(field)) {
        put_clear(&inner, field->shape.element, ir_text(at->ir, "(*%s)", value));
    }
    crossing_line(&inner, "unsync__commit(%s, %s, %s * sizeof *%s);", value,
                  new_value(at, field), kept_length(at, field), value);
    crossing_end(at);
}

static void put_take_function(struct buffer *out, const struct ir *ir, const char *name,
                              const struct codec *codec)
{
    struct crossing at = arguments_of(out, ir, codec);

    buffer_printf(out, "static void unsync__%s_take(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__task *unsync__task)\n{\n", name);
    if (codec->has_result || has_outputs(codec))
        buffer_printf(out, "    struct unsync__%s_frame *unsync__self =\n"
                      "        (struct unsync__%s_frame *) unsync__task;\n", name, name);
    else
        crossing_line(&at, "(void) unsync__task;");
    if (codec->has_result) {
        buffer_text(out, "    __builtin_memset((void *) &unsync__self->unsync__value, 0,\n"
                         "           sizeof unsync__self->unsync__value);\n");
        put_unpack(&at, &codec->result.shape, "unsync__self->unsync__value");
    } else {
        crossing_line(&at, "unsync__unpack_nothing(unsync__u);");
    }
    if (has_outputs(codec)) {
        for_fields(&at, put_take_output);
        crossing_line(&at, "if (!unsync__unpack_is_over(unsync__u)) return;");
        for_fields(&at, put_commit);
    }
    buffer_text(out, "}\n\n");
}

static int64_t option_number(const struct function *function, enum option_id id)
{
    const struct option *option = mark_find_option(function->mark, id);

    return option ? option->number : 0;
}

static void put_string(struct buffer *out, const char *text)
{
    buffer_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buffer_char(out, '\\');
        buffer_char(out, *text == '\n' ? ' ' : *text);
    }
    buffer_char(out, '"');
}

/* In the order of struct unsync__limits; by position, for a macro of the user's may have the name
 * of a member. */
static void put_limits(struct buffer *out, const struct function *function)
{
    static const struct {
        enum option_id ids[3];
        int count;
        const char *said;
    } rows[] = {
        {{OPTION_CPU_BOUND_TIMEOUT, OPTION_CPU_BOUND_QUEUE_TIMEOUT, OPTION_CPU_BOUND_CPU}, 3,
         "timeout, queue_timeout, cpu: ms"},
        {{OPTION_CPU_BOUND_MEMORY, OPTION_CPU_BOUND_FILE_SIZE}, 2, "memory, file_size: bytes"},
        {{OPTION_CPU_BOUND_RECYCLE_AFTER, OPTION_CPU_BOUND_RECYCLE_GROWTH,
          OPTION_CPU_BOUND_RECYCLE}, 3, "recycle: ms, bytes, runs"},
        {{OPTION_CPU_BOUND_OPEN_FILES, OPTION_CPU_BOUND_RETRIES}, 2, "open_files, retries"},
    };
    static const struct {
        enum option_id id;
        const char *name;
    } fences[] = {
        {OPTION_CPU_BOUND_NO_NETWORK, "UNSYNC__NO_NETWORK"},
        {OPTION_CPU_BOUND_NO_NEW_FILES, "UNSYNC__NO_NEW_FILES"},
        {OPTION_CPU_BOUND_NO_SIGNALS, "UNSYNC__NO_SIGNALS"},
    };
    const struct mark *mark = function->mark;

    buffer_printf(out, "static struct unsync__limits unsync__%s_limits = {\n",
                  function->name->text);
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        buffer_text(out, "    ");
        for (int i = 0; i < rows[row].count; i++)
            buffer_printf(out, "%lld, ", (long long) option_number(function, rows[row].ids[i]));
        buffer_printf(out, "/* %s */\n", rows[row].said);
    }
    buffer_text(out, "    ");
    const char *between = "";
    for (size_t i = 0; i < sizeof fences / sizeof *fences; i++)
        if (mark_find_option(mark, fences[i].id)) {
            buffer_printf(out, "%s%s", between, fences[i].name);
            between = " | ";
        }
    buffer_printf(out, "%s,\n};\n", *between == '\0' ? "0" : "");
}

static const struct option *option_of(const struct function *function, enum option_id id)
{
    return mark_find_option(function->mark, id);
}

/* Which workers serve it, if the mark says that: how the record is named in the remote. */
static const char *put_manned(struct buffer *out, const struct ir *ir,
                              const struct function *function)
{
    const struct option *pool = option_of(function, OPTION_CPU_BOUND_POOL);
    const struct option *worker = option_of(function, OPTION_CPU_BOUND_WORKER);
    const char *name = function->name->text;

    if (!pool && !worker && !function->is_remote)
        return "NULL";
    buffer_printf(out, "static struct unsync__manned unsync__%s_manned = {\n    ", name);
    put_string(out, worker ? worker->name->text : pool ? pool->name->text : "");
    buffer_printf(out, ", %lld, %lld, %s%s, NULL, NULL,\n};\n",
                  worker ? 1LL : (long long) option_number(function, OPTION_CPU_BOUND_MAX),
                  (long long) option_number(function, OPTION_CPU_BOUND_QUEUE),
                  worker ? "UNSYNC__KEEPS" : "0", function->is_remote ? " | UNSYNC__MANY" : "");
    return ir_text((struct ir *) ir, "&unsync__%s_manned", name);
}

/* What runs the body in a worker, and where the record of it says so. */
static const char *put_worker_side(struct buffer *out, const struct ir *ir,
                                   const struct function *function)
{
    const char *name = function->name->text;

    if (!function->is_remote) {
        put_serve_function(out, ir, function);
        return ir_text((struct ir *) ir, "unsync__%s_serve", name);
    }
    put_begin_function(out, ir, name, function->codec);
    put_finish_function(out, ir, name, function->codec);
    buffer_printf(out, "static const struct unsync__many unsync__%s_many = {\n"
                  "    sizeof(struct unsync__%s_kept), _Alignof(struct unsync__%s_kept),\n"
                  "    unsync__%s_begin, unsync__%s_finish,\n};\n\n", name, name, name, name, name);
    return "NULL";
}

void emit_codec(struct buffer *out, const struct ir *ir, const struct function *function)
{
    const char *name = function->name->text;
    const struct codec *codec = function->codec;
    const char *manned, *flow, *serve;

    put_pack_function(out, ir, name, codec);
    serve = put_worker_side(out, ir, function);
    put_take_function(out, ir, name, codec);
    put_limits(out, function);
    manned = put_manned(out, ir, function);
    flow = put_flow(out, ir, function);
    buffer_printf(out, "static const struct unsync__remote unsync__%s_remote = {\n    ", name);
    put_string(out, codec->signature);
    buffer_printf(out, ", 0x%llxu", (unsigned long long) codec->print);
    buffer_printf(out,
                  ",\n    &unsync__%s_kind, unsync__%s_pack, %s, unsync__%s_take,\n"
                  "    &unsync__%s_limits, %s, %s, %s,\n", name, name, serve, name, name, manned,
                  flow, function->is_remote ? ir_text((struct ir *) ir, "&unsync__%s_many", name)
                                            : "NULL");
    buffer_printf(out, "};\n\n"
                  "__attribute__((__constructor__)) static void unsync__%s_register(void)\n{\n"
                  "    unsync__register(&unsync__%s_remote);\n}\n", name, name);
}
