#include "emit_codec.h"

#include <string.h>

#include "../tree/spell.h"

/* ---- fields ---- */

/* Where a length is said: the fields in it are those of `object` ("unsync__m->"). */
struct length {
    const struct ir *ir;
    const field_vector *fields;
    const char *object;
};

/* A spell_replace. */
static const char *length_token(void *context, uint32_t index)
{
    const struct length *length = context;
    const struct token *token = &length->ir->unit->tokens.list[index];

    for (uint32_t i = 0; i < length->fields->count && token->kind == TOKEN_NAME; i++) {
        const char *name = length->fields->list[i].name;

        if (strlen(name) == token->len && memcmp(name, token->text, token->len) == 0)
            return ir_text((struct ir *) length->ir, "%s%s", length->object, name);
    }
    return NULL;
}

/* The length of a block: the user's expression. */
static void put_length(struct buffer *out, const struct ir *ir, const field_vector *fields,
                       const struct field *field, const char *object)
{
    struct length length = {ir, fields, object};

    spell_words(out, ir->unit, field->len, length_token, &length);
}

static void put_pack(struct buffer *out, const struct ir *ir, const field_vector *fields,
                     const struct field *field, const char *object)
{
    switch (field->kind) {
    case FIELD_PLAIN:
        buffer_printf(out, "    UNSYNC__PACK(unsync__p, %s%s);\n", object, field->name);
        return;
    case FIELD_BLOCK:
        buffer_printf(out, "    unsync__pack_block(unsync__p, %s%s, (size_t) (", object,
                      field->name);
        put_length(out, ir, fields, field, object);
        buffer_printf(out, "), sizeof *%s%s);\n", object, field->name);
        return;
    case FIELD_MESSAGE:
    case FIELD_POINTER:
        buffer_printf(out, "    unsync__message_%s_pack%s(unsync__p, %s%s%s);\n",
                      field->message->name, field->kind == FIELD_POINTER ? "_pointer" : "",
                      field->kind == FIELD_POINTER ? "" : "&", object, field->name);
        return;
    }
}

static void put_unpack(struct buffer *out, const struct ir *ir, const field_vector *fields,
                       const struct field *field, const char *object)
{
    switch (field->kind) {
    case FIELD_PLAIN:
        buffer_printf(out, "    UNSYNC__UNPACK(unsync__u, %s%s);\n", object, field->name);
        return;
    case FIELD_BLOCK:
        buffer_printf(out, "    %s%s = unsync__unpack_block(unsync__u, (size_t) (", object,
                      field->name);
        put_length(out, ir, fields, field, object);
        buffer_printf(out, "), sizeof *%s%s);\n", object, field->name);
        return;
    case FIELD_MESSAGE:
        buffer_printf(out, "    unsync__message_%s_unpack(unsync__u, (void *) &%s%s);\n",
                      field->message->name, object, field->name);
        return;
    case FIELD_POINTER:
        buffer_printf(out, "    %s%s = unsync__message_%s_unpack_pointer(unsync__u);\n", object,
                      field->name, field->message->name);
        return;
    }
}

typedef void put_field(struct buffer *, const struct ir *, const field_vector *,
                       const struct field *, const char *object);

/* First the plain values, of which lengths are made, then the rest. */
static void put_all(struct buffer *out, const struct ir *ir, const field_vector *fields,
                    const char *object, put_field *put)
{
    for (uint32_t i = 0; i < fields->count; i++)
        if (fields->list[i].kind == FIELD_PLAIN)
            put(out, ir, fields, &fields->list[i], object);
    for (uint32_t i = 0; i < fields->count; i++)
        if (fields->list[i].kind != FIELD_PLAIN)
            put(out, ir, fields, &fields->list[i], object);
}

/* ---- messages ---- */

#define INLINE "static __inline__ __attribute__((__unused__)) "

static void put_prototypes(struct buffer *out, const char *name, const char *type)
{
    buffer_printf(out,
                  INLINE "void unsync__message_%s_pack_pointer(struct unsync__packer *unsync__p,\n"
                  "    const %s *unsync__m);\n", name, type);
    buffer_printf(out, INLINE "%s *unsync__message_%s_unpack_pointer(\n"
                  "    struct unsync__unpacker *unsync__u);\n", type, name);
    buffer_printf(out,
                  INLINE "void unsync__message_%s_release(struct unsync__unpacker *unsync__u,\n"
                  "    %s *unsync__m);\n", name, type);
}

static void put_free_prototype(struct buffer *out, const char *name, const char *type)
{
    buffer_printf(out, INLINE "void %s_free(%s *unsync__m);\n\n", name, type);
}

static void put_pointer_functions(struct buffer *out, const char *name, const char *type)
{
    buffer_printf(out,
                  INLINE "void unsync__message_%s_pack_pointer(struct unsync__packer *unsync__p,\n"
                  "    const %s *unsync__m)\n{\n"
                  "    if (unsync__m == NULL)\n        unsync__pack_nil(unsync__p);\n"
                  "    else\n        unsync__message_%s_pack(unsync__p, unsync__m);\n}\n\n",
                  name, type, name);
    buffer_printf(out, INLINE "%s *unsync__message_%s_unpack_pointer(\n"
                  "    struct unsync__unpacker *unsync__u)\n{\n"
                  "    if (unsync__unpack_is_nil(unsync__u)) return NULL;\n"
                  "    %s *unsync__m = unsync__unpack_alloc(unsync__u, sizeof *unsync__m);\n"
                  "    if (unsync__m == NULL) return NULL;\n"
                  "    __builtin_memset((void *) unsync__m, 0, sizeof *unsync__m);\n"
                  "    unsync__message_%s_unpack(unsync__u, unsync__m);\n"
                  "    return unsync__m;\n}\n\n", type, name, type, name);
}

/*
 * The members that own memory: strings, blocks, messages. A string behind a typedef is told by the
 * type.
 */
static void put_member_clear(struct buffer *out, const struct field *field)
{
    const char *name = field->name, *message = field->message ? field->message->name : "";

    if (field->kind == FIELD_BLOCK || field->is_text)
        buffer_printf(out, "    unsync__free_memory((void *) unsync__m->%s);\n", name);
    else if (field->kind == FIELD_MESSAGE)
        buffer_printf(out, "    %s_clear((void *) &unsync__m->%s);\n", message, name);
    else if (field->kind == FIELD_POINTER)
        buffer_printf(out, "    %s_free((void *) unsync__m->%s);\n", message, name);
    else if (field->is_checked)
        buffer_printf(out, "    UNSYNC__FREE_TEXT(unsync__m->%s);\n", name);
}

static void put_member_release(struct buffer *out, const struct field *field)
{
    const char *name = field->name, *message = field->message ? field->message->name : "";

    if (field->kind == FIELD_BLOCK || field->is_text)
        buffer_printf(out, "    unsync__serve_free(unsync__u, (void *) unsync__m->%s,\n"
                      "        unsync__free_memory);\n",
                      name);
    else if (field->kind == FIELD_MESSAGE)
        buffer_printf(out, "    unsync__message_%s_release(unsync__u, (void *) &unsync__m->%s);\n",
                      message, name);
    else if (field->kind == FIELD_POINTER)
        buffer_printf(out, "    if (unsync__m->%s != NULL) {\n"
                      "        unsync__message_%s_release(unsync__u, (void *) unsync__m->%s);\n"
                      "        unsync__serve_free(unsync__u, (void *) unsync__m->%s,\n"
                      "            unsync__free_memory);\n"
                      "    }\n",
                      name, message, name, name);
    else if (field->is_checked)
        buffer_printf(out, "    UNSYNC__SERVE_FREE_TEXT(unsync__u, unsync__m->%s);\n", name);
}

static void put_owners(struct buffer *out, const struct message *message)
{
    const char *name = message->name, *type = message->type;

    buffer_printf(out, INLINE "void %s_clear(%s *unsync__m)\n{\n    (void) unsync__m;\n", name,
                  type);
    for (uint32_t i = 0; i < message->fields.count; i++)
        put_member_clear(out, &message->fields.list[i]);
    buffer_printf(out, "    __builtin_memset((void *) unsync__m, 0, sizeof *unsync__m);\n}\n\n");
    buffer_printf(out, INLINE "void %s_free(%s *unsync__m)\n{\n    if (unsync__m == NULL) return;\n"
                  "    %s_clear(unsync__m);\n    unsync__free_memory(unsync__m);\n}\n\n",
                  name, type, name);
}

static void put_release(struct buffer *out, const struct message *message)
{
    const char *name = message->name, *type = message->type;

    buffer_printf(out,
                  INLINE "void unsync__message_%s_release(struct unsync__unpacker *unsync__u,\n"
                  "    %s *unsync__m)\n{\n    (void) unsync__u;\n    (void) unsync__m;\n", name,
                  type);
    for (uint32_t i = 0; i < message->fields.count; i++)
        put_member_release(out, &message->fields.list[i]);
    buffer_text(out, "}\n");
}

/* Into a worker and back. */
static void put_crossing(struct buffer *out, const struct ir *ir, const struct message *message)
{
    const char *name = message->name, *type = message->type;

    buffer_printf(out, INLINE "void unsync__message_%s_pack(struct unsync__packer *unsync__p,\n"
                  "    const %s *unsync__m)\n{\n    unsync__pack_array(unsync__p, %u);\n", name,
                  type,
                  message->fields.count);
    put_all(out, ir, &message->fields, "unsync__m->", put_pack);
    buffer_printf(out, "}\n\n"
                  INLINE "void unsync__message_%s_unpack(struct unsync__unpacker *unsync__u,\n"
                  "    %s *unsync__m)\n{\n    unsync__unpack_array(unsync__u, %u);\n", name, type,
                  message->fields.count);
    put_all(out, ir, &message->fields, "unsync__m->", put_unpack);
    buffer_text(out, "}\n\n");
    put_pointer_functions(out, name, type);
}

void emit_message(struct buffer *out, const struct ir *ir, const struct message *message)
{
    const char *name = message->name, *type = message->type;

    if (message->typedef_name)
        buffer_printf(out, "#define unsync__message_%s 1\n", message->typedef_name->text);
    if (message->tag)
        buffer_printf(out, "#define unsync__message_struct_%s %s\n", message->tag->text,
                      message->typedef_name ? message->typedef_name->text : "1");
    buffer_text(out, "#ifndef __cplusplus\n");
    if (!ir->is_serial)
        put_prototypes(out, name, type);
    put_free_prototype(out, name, type);
    if (!ir->is_serial)
        put_crossing(out, ir, message);
    put_owners(out, message);
    if (!ir->is_serial)
        put_release(out, message);
    buffer_text(out, "#endif\n");
}

void emit_message_ahead(struct buffer *out, const struct ir *ir, const struct message *message)
{
    struct buffer type = {0};

    buffer_printf(&type, "%s%s", message->tag ? "struct " : "",
                  message->tag ? message->tag->text : message->type);
    buffer_text(out, "#ifndef __cplusplus\n");
    if (!ir->is_serial)
        put_prototypes(out, message->name, type.data);
    put_free_prototype(out, message->name, type.data);
    buffer_text(out, "#endif\n");
    buffer_free(&type);
}

/* ---- functions ---- */

static void put_arguments(struct buffer *out, const struct codec *codec)
{
    for (uint32_t i = 0; i < codec->fields.count; i++)
        buffer_printf(out, "%sunsync__self->%s", i ? ", " : "", codec->fields.list[i].name);
}

static void put_result_free(struct buffer *out, const struct field *result)
{
    const char *message = result->message ? result->message->name : "";

    if (result->kind == FIELD_MESSAGE)
        buffer_printf(out,
                      "    unsync__message_%s_release(unsync__u, &unsync__self->unsync__value);\n",
                      message);
    else if (result->kind == FIELD_POINTER)
        buffer_printf(out, "    if (unsync__self->unsync__value != NULL) {\n"
                      "        unsync__message_%s_release(unsync__u, "
                      "unsync__self->unsync__value);\n"
                      "        unsync__serve_free(unsync__u, unsync__self->unsync__value,\n"
                      "            unsync__free_memory);\n"
                      "    }\n", message);
    else if (result->is_text || result->is_checked)
        buffer_text(out, "    UNSYNC__SERVE_FREE_TEXT(unsync__u, unsync__self->unsync__value);\n");
}

static void put_pack_function(struct buffer *out, const struct ir *ir, const char *name,
                              const struct codec *codec)
{
    buffer_printf(out, "static void unsync__%s_pack(struct unsync__packer *unsync__p,\n"
                  "    const struct unsync__task *unsync__task)\n{\n"
                  "    const struct unsync__%s_frame *unsync__self =\n"
                  "        (const struct unsync__%s_frame *) unsync__task;\n"
                  "    (void) unsync__self;\n"
                  "    unsync__pack_array(unsync__p, %u);\n", name, name, name,
                  codec->fields.count);
    put_all(out, ir, &codec->fields, "unsync__self->", put_pack);
    buffer_text(out, "}\n\n");
}

static void put_serve_function(struct buffer *out, const struct ir *ir, const char *name,
                               const struct codec *codec)
{
    buffer_printf(out, "static void unsync__%s_serve(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__packer *unsync__p)\n{\n"
                  "    struct unsync__%s_frame unsync__frame, *unsync__self = &unsync__frame;\n"
                  "    struct unsync__job unsync__job;\n"
                  "    __builtin_memset((void *) unsync__self, 0, sizeof *unsync__self);\n"
                  "    unsync__unpack_array(unsync__u, %u);\n", name, name, codec->fields.count);
    put_all(out, ir, &codec->fields, "unsync__self->", put_unpack);
    buffer_printf(out, "    if (unsync__unpack_failed(unsync__u)) return;\n"
                  "    unsync__serve_begin(&unsync__job, &unsync__%s_kind);\n"
                  "    %sunsync__%s_body(", name,
                  codec->has_result ? "unsync__self->unsync__value = " : "", name);
    put_arguments(out, codec);
    buffer_text(out, ");\n    if (!unsync__serve_end(&unsync__job, unsync__p)) return;\n");
    if (codec->has_result) {
        put_pack(out, ir, &codec->fields, &codec->result, "unsync__self->");
        put_result_free(out, &codec->result);
    } else {
        buffer_text(out, "    unsync__pack_nil(unsync__p);\n");
    }
    buffer_text(out, "}\n\n");
}

static void put_take_function(struct buffer *out, const struct ir *ir, const char *name,
                              const struct codec *codec)
{
    buffer_printf(out, "static void unsync__%s_take(struct unsync__unpacker *unsync__u,\n"
                  "    struct unsync__task *unsync__task)\n{\n", name);
    if (codec->has_result) {
        buffer_printf(out, "    struct unsync__%s_frame *unsync__self =\n"
                      "        (struct unsync__%s_frame *) unsync__task;\n"
                      "    __builtin_memset((void *) &unsync__self->unsync__value, 0,\n"
                      "           sizeof unsync__self->unsync__value);\n", name, name);
        put_unpack(out, ir, &codec->fields, &codec->result, "unsync__self->");
    } else {
        buffer_text(out, "    (void) unsync__task;\n    unsync__unpack_is_nil(unsync__u);\n");
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
    const struct mark *mark = function->mark;
    const char *network = mark_find_option(mark, OPTION_CPU_BOUND_NO_NETWORK)
                              ? "UNSYNC__NO_NETWORK" : "0";

    buffer_printf(out, "static struct unsync__limits unsync__%s_limits = {\n",
                  function->name->text);
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        buffer_text(out, "    ");
        for (int i = 0; i < rows[row].count; i++)
            buffer_printf(out, "%lld, ", (long long) option_number(function, rows[row].ids[i]));
        buffer_printf(out, "/* %s */\n", rows[row].said);
    }
    buffer_printf(out, "    %s%s,\n};\n", network,
                  mark_find_option(mark, OPTION_CPU_BOUND_NO_NEW_FILES)
                      ? " | UNSYNC__NO_NEW_FILES" : "");
}

void emit_codec(struct buffer *out, const struct ir *ir, const struct function *function)
{
    const char *name = function->name->text;
    const struct codec *codec = function->codec;

    put_pack_function(out, ir, name, codec);
    put_serve_function(out, ir, name, codec);
    put_take_function(out, ir, name, codec);
    put_limits(out, function);
    buffer_printf(out, "static const struct unsync__remote unsync__%s_remote = {\n    ", name);
    put_string(out, codec->signature);
    buffer_printf(out,
                  ",\n    &unsync__%s_kind, unsync__%s_pack, unsync__%s_serve, unsync__%s_take,\n"
                  "    &unsync__%s_limits,\n", name, name, name, name, name);
    buffer_printf(out, "};\n\n"
                  "__attribute__((__constructor__)) static void unsync__%s_register(void)\n{\n"
                  "    unsync__register(&unsync__%s_remote);\n}\n", name, name);
}

/* ---- checks ---- */

static void put_check(struct buffer *out, const struct ir *ir, const struct field *field,
                      const char *type, const char *what)
{
    if (!field->is_checked || (field->kind != FIELD_PLAIN && field->kind != FIELD_BLOCK))
        return;
    buffer_printf(out, "#line %u ", field->line);
    put_string(out, ir->unit->source->path);
    if (strcmp(what, "result") == 0)
        buffer_printf(out, "\n_Static_assert(UNSYNC__OWNED_CROSSES(__typeof__(((%s *) 0)->%s)),\n"
                      "    \"the type of the result does not cross a process boundary\");\n", type,
                      field->name);
    else if (field->kind == FIELD_PLAIN)
        buffer_printf(out, "\n_Static_assert(UNSYNC__CROSSES(__typeof__(((%s *) 0)->%s)),\n"
                      "    \"the type of the %s '%s' does not cross a process boundary\");\n", type,
                      field->name, what, field->name);
    else
        buffer_printf(out, "\n_Static_assert(UNSYNC__IS_ARITHMETIC(__typeof__(*((%s *) 0)->%s)),\n"
                      "    \"the elements of the %s '%s' are no numbers: they do not cross a "
                      "process boundary\");\n", type, field->name, what, field->name);
}

void emit_message_checks(struct buffer *out, const struct ir *ir, const struct message *message)
{
    for (uint32_t i = 0; i < message->fields.count; i++)
        put_check(out, ir, &message->fields.list[i], message->type, "member");
}

void emit_codec_checks(struct buffer *out, const struct ir *ir, const struct function *function)
{
    const char *frame = ir_text((struct ir *) ir, "struct unsync__%s_frame", function->name->text);

    for (uint32_t i = 0; i < function->codec->fields.count; i++)
        put_check(out, ir, &function->codec->fields.list[i], frame, "parameter");
    if (function->codec->has_result)
        put_check(out, ir, &function->codec->result, frame, "result");
}
