/*
 * A message: its codec and its owners. The statements about its members are crossing.c's and
 * owning.c's; what the compiler checks about it is codec_checks.c's.
 */
#include <string.h>

#include "crossing.h"
#include "emit_codec.h"

#define INLINE "static __inline__ __attribute__((__unused__)) "

static struct crossing members_of(struct buffer *out, const struct ir *ir,
                                  const struct message *message, const char *object)
{
    return (struct crossing) {.out = out, .ir = (struct ir *) ir, .fields = &message->fields,
                              .object = object, .level = 1};
}

/* The open array at its end, or NULL. */
static const struct field *tail_of(const struct message *message)
{
    for (const struct field *field = message->fields.first; field; field = field->next)
        if (field->shape.kind == SHAPE_TAIL)
            return field;
    return NULL;
}

/* ---- declarations ---- */

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

static void put_markers(struct buffer *out, const struct message *message)
{
    if (message->typedef_name)
        buffer_printf(out, "#define unsync__message_%s 1\n", message->typedef_name->text);
    if (message->tag)
        buffer_printf(out, "#define unsync__message_struct_%s %s\n", message->tag->text,
                      message->typedef_name ? message->typedef_name->text : "1");
    buffer_printf(out, "#define unsync__print_%s 0x%llx\n", message->name,
                  (unsigned long long) message->print);
    if (message->has_tail)
        buffer_printf(out, "#define unsync__tail_%s 1\n", message->name);
}

/* ---- into a worker and back ---- */

/* Nothing of it crosses: all members are @skip, also those of structs inside. */
static bool is_void(const struct fields *fields)
{
    for (const struct field *field = fields->first; field; field = field->next)
        if (field->shape.kind != SHAPE_GROUP || !is_void(field->shape.fields))
            return false;
    return true;
}

static void put_pack_function(struct buffer *out, const struct ir *ir,
                              const struct message *message)
{
    struct crossing at = members_of(out, ir, message, "unsync__m->");
    const char *name = message->name, *type = message->type;

    buffer_printf(out, INLINE "void unsync__message_%s_pack(struct unsync__packer *unsync__p,\n"
                  "    const %s *unsync__m)\n{\n", name, type);
    if (is_void(&message->fields))
        crossing_line(&at, "(void) unsync__m;");
    crossing_line(&at, "if (!unsync__pack_array(unsync__p, %u)) return;", message->fields.count);
    crossing_fields(&at, put_pack);
    buffer_text(out, "}\n\n");
    buffer_printf(out,
                  INLINE "void unsync__message_%s_pack_pointer(struct unsync__packer *unsync__p,\n"
                  "    const %s *unsync__m)\n{\n"
                  "    if (unsync__m == NULL)\n        unsync__pack_nil(unsync__p);\n"
                  "    else\n        unsync__message_%s_pack(unsync__p, unsync__m);\n}\n\n",
                  name, type, name);
}

/* How long the open array is says a member: the struct is read first, then moved to its room. */
static void put_unpack_tail(struct buffer *out, const struct ir *ir, const struct message *message,
                            const struct field *tail)
{
    struct crossing at = members_of(out, ir, message, "unsync__head."), inner;
    const struct shape *leaf = shape_leaf(&tail->shape);
    const char *value;

    crossing_line(&at, "%s unsync__head, *unsync__m;", message->type);
    crossing_line(&at, "__builtin_memset((void *) &unsync__head, 0, sizeof unsync__head);");
    crossing_line(&at, "unsync__message_%s_unpack(unsync__u, &unsync__head);", message->name);
    crossing_line(&at, "size_t unsync__count = %s;", crossing_length(&at, &tail->shape));
    at.object = "unsync__m->";
    value = crossing_member(&at, tail);
    crossing_line(&at, "unsync__m = unsync__unpack_tail(unsync__u, &unsync__head, "
                  "sizeof unsync__head,");
    crossing_line(&at, "    __builtin_offsetof(%s, %s), unsync__count, sizeof *%s,",
                  message->type, tail->name, value);
    crossing_line(&at, "    %s);", crossing_items(&at, &tail->shape, value));
    if (leaf->kind == SHAPE_PLAIN)
        return;
    crossing_line(&at, "if (unsync__m == NULL) return NULL;");
    value = crossing_loop(&at, &inner, value, "unsync__count");
    put_unpack(&inner, tail->shape.element, value);
    crossing_end(&at);
}

static void put_unpack_function(struct buffer *out, const struct ir *ir,
                                const struct message *message)
{
    struct crossing at = members_of(out, ir, message, "unsync__m->");
    const char *name = message->name, *type = message->type;

    buffer_printf(out, INLINE "void unsync__message_%s_unpack(struct unsync__unpacker *unsync__u,\n"
                  "    %s *unsync__m)\n{\n", name, type);
    if (is_void(&message->fields))
        crossing_line(&at, "(void) unsync__m;");
    crossing_line(&at, "unsync__unpack_array(unsync__u, %u);", message->fields.count);
    crossing_fields(&at, put_unpack);
    buffer_printf(out, "}\n\n" INLINE "%s *unsync__message_%s_unpack_pointer(\n"
                  "    struct unsync__unpacker *unsync__u)\n{\n"
                  "    if (unsync__unpack_is_nil(unsync__u)) return NULL;\n", type, name);
    if (tail_of(message)) {
        put_unpack_tail(out, ir, message, tail_of(message));
    } else {
        crossing_line(&at, "%s *unsync__m = unsync__unpack_alloc(unsync__u, sizeof *unsync__m);",
                      type);
        crossing_line(&at, "if (unsync__m == NULL) return NULL;");
        crossing_line(&at, "unsync__message_%s_unpack(unsync__u, unsync__m);", name);
    }
    buffer_text(out, "    return unsync__m;\n}\n\n");
}

/* ---- owners ---- */

static void put_owners(struct buffer *out, const struct ir *ir, const struct message *message)
{
    struct crossing at = members_of(out, ir, message, "unsync__m->");
    const char *name = message->name, *type = message->type;

    buffer_printf(out, INLINE "void %s_clear(%s *unsync__m)\n{\n", name, type);
    crossing_fields_back(&at, put_clear);
    buffer_printf(out, "    __builtin_memset((void *) unsync__m, 0, sizeof *unsync__m);\n}\n\n");
    buffer_printf(out, INLINE "void %s_free(%s *unsync__m)\n{\n    if (unsync__m == NULL) return;\n"
                  "    %s_clear(unsync__m);\n    unsync__free_memory(unsync__m);\n}\n\n",
                  name, type, name);
}

static void put_release_function(struct buffer *out, const struct ir *ir,
                                 const struct message *message)
{
    struct crossing at = members_of(out, ir, message, "unsync__m->");

    buffer_printf(out,
                  INLINE "void unsync__message_%s_release(struct unsync__unpacker *unsync__u,\n"
                  "    %s *unsync__m)\n{\n    (void) unsync__u;\n    (void) unsync__m;\n",
                  message->name, message->type);
    crossing_fields_back(&at, put_release);
    buffer_text(out, "}\n");
}

/* ---- the message ---- */

void emit_message(struct buffer *out, const struct ir *ir, const struct message *message)
{
    put_markers(out, message);
    buffer_text(out, "#ifndef __cplusplus\n");
    if (!ir->is_serial)
        put_prototypes(out, message->name, message->type);
    put_free_prototype(out, message->name, message->type);
    if (!ir->is_serial) {
        put_pack_function(out, ir, message);
        put_unpack_function(out, ir, message);
    }
    put_owners(out, ir, message);
    if (!ir->is_serial)
        put_release_function(out, ir, message);
    buffer_text(out, "#endif\n");
}

void emit_message_ahead(struct buffer *out, const struct ir *ir, const struct message *message)
{
    const char *type = message->tag ? ir_text((struct ir *) ir, "struct %s", message->tag->text)
                                    : message->type;

    buffer_text(out, "#ifndef __cplusplus\n");
    if (message->tag) /* nobody may have named it yet */
        buffer_printf(out, "%s;\n", type);
    if (!ir->is_serial)
        put_prototypes(out, message->name, type);
    put_free_prototype(out, message->name, type);
    buffer_text(out, "#endif\n");
}
