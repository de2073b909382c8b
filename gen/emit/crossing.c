#include "crossing.h"

#include <stdarg.h>
#include <string.h>

#include "../tree/spell.h"

void crossing_line(const struct crossing *at, const char *format, ...)
{
    va_list args;

    for (uint32_t i = 0; i < at->level; i++)
        buffer_text(at->out, "    ");
    va_start(args, format);
    buffer_vprintf(at->out, format, args);
    va_end(args);
    buffer_char(at->out, '\n');
}

/* ---- names ---- */

const char *crossing_member(const struct crossing *at, const struct field *field)
{
    if (field->shape.cell) /* the frame has a void * */
        return ir_text(at->ir, "(*(%s **) &%s%s)", field->shape.cell, at->object, field->name);
    return ir_text(at->ir, "%s%s", at->object, field->name);
}

const char *crossing_item(struct ir *ir, const struct shape *shape, const char *value)
{
    const char *text = ir_text(ir, "(%s)[0]", value);

    for (const struct shape *element = shape->element; element->kind == SHAPE_ARRAY;
         element = element->element)
        text = ir_text(ir, "%s[0]", text);
    return text;
}

/* ---- fields ---- */

bool crossing_is_round(const struct field *field, unsigned round)
{
    switch (field->shape.kind) {
    case SHAPE_PLAIN:
    case SHAPE_BITS:
        return round == 0;
    case SHAPE_POINTER:
        return round == (shape_is_flat(field->shape.element) ? 1 : 2);
    default:
        return round == 2;
    }
}

void crossing_fields(const struct crossing *at, crossing_put *put)
{
    for (unsigned round = 0; round < 3; round++)
        for (const struct field *field = at->fields->first; field; field = field->next)
            if (crossing_is_round(field, round))
                put(at, &field->shape, crossing_member(at, field));
}

static void put_from_last(const struct crossing *at, const struct field *field, unsigned round,
                          crossing_put *put)
{
    if (!field)
        return;
    put_from_last(at, field->next, round, put);
    if (crossing_is_round(field, round))
        put(at, &field->shape, crossing_member(at, field));
}

void crossing_fields_back(const struct crossing *at, crossing_put *put)
{
    for (unsigned round = 3; round-- > 0;)
        put_from_last(at, at->fields->first, round, put);
}

struct crossing crossing_into(const struct crossing *at, const struct shape *shape,
                              const char *value)
{
    struct crossing inner = *at;
    size_t len = strlen(value);
    bool is_nameless = len && (value[len - 1] == '>' || value[len - 1] == '.');

    inner.outer = at;
    inner.fields = shape->fields;
    inner.object = is_nameless ? value : ir_text(at->ir, "%s.", value);
    return inner;
}

/* ---- loops and switches ---- */

const char *crossing_loop(const struct crossing *at, struct crossing *inner, const char *value,
                          const char *count)
{
    const char *index = ir_text(at->ir, "unsync__i%u", at->loops + 1);

    crossing_line(at, "for (size_t %s = 0; %s < %s; %s++) {", index, index, count, index);
    *inner = *at;
    inner->length = NULL;
    inner->level++;
    inner->loops++;
    return ir_text(at->ir, "%s[%s]", value, index);
}

void crossing_end(const struct crossing *at)
{
    crossing_line(at, "}");
}

static void put_cases(const struct crossing *at, const struct mark *when)
{
    for (const struct option *option = when->options; option; option = option->next)
        crossing_line(at, "case %s:", view_words((struct view) {.ir = at->ir},
                                                 option->expr->range));
}

void crossing_switch(const struct crossing *at, const struct shape *shape, const char *value,
                     crossing_put *put, const char *otherwise)
{
    struct crossing inner = crossing_into(at, shape, value);

    crossing_line(at, "switch (0 + (%s)) {", crossing_length(at, shape));
    inner.level++;
    for (const struct field *field = shape->fields->first; field; field = field->next) {
        put_cases(at, field->when);
        put(&inner, &field->shape, crossing_member(&inner, field));
        crossing_line(&inner, "break;");
    }
    crossing_line(at, "default:");
    crossing_line(&inner, "%s", otherwise);
    crossing_end(at);
}

/* ---- out ---- */

static const char *array_count(const struct crossing *at, const char *value)
{
    return ir_text(at->ir, "sizeof %s / sizeof *%s", value, value);
}

const char *crossing_items(const struct crossing *at, const struct shape *shape,
                           const char *value)
{
    const struct shape *leaf = shape_leaf(shape);

    if (leaf->kind != SHAPE_PLAIN)
        return "UNSYNC__VALUES";
    if (leaf->is_checked)
        return ir_text(at->ir, "UNSYNC__ITEMS(%s)", crossing_item(at->ir, shape, value));
    return leaf->is_text ? "UNSYNC__STRINGS" : leaf->is_bool ? "UNSYNC__BOOLS" : "UNSYNC__NUMBERS";
}

static void pack_list(const struct crossing *at, const struct shape *shape, const char *value)
{
    const struct shape *leaf = shape_leaf(shape);
    const char *count = crossing_length(at, shape);
    struct crossing inner;

    if (leaf->kind == SHAPE_PLAIN && !leaf->is_text && !leaf->is_checked) {
        crossing_line(at, "unsync__pack_block(unsync__p, %s, %s, sizeof *%s);", value, count,
                      value);
    } else if (leaf->kind == SHAPE_PLAIN) {
        crossing_line(at, "unsync__pack_items(unsync__p, %s, %s, sizeof *%s, %s);", value, count,
                      value, crossing_items(at, shape, value));
    } else {
        crossing_line(at, "if (unsync__pack_list(unsync__p, %s, %s))", value, count);
        inner = *at;
        inner.level++;
        value = crossing_loop(&inner, &inner, value, count);
        put_pack(&inner, shape->element, value);
        inner.level--;
        crossing_end(&inner);
    }
}

static void pack_array(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner;

    if (shape_is_flat(shape)) {
        crossing_line(at, "unsync__pack_items(unsync__p, &%s, 1, sizeof %s, %s);", value, value,
                      crossing_items(at, shape, value));
        return;
    }
    crossing_line(at, "unsync__pack_array(unsync__p, %s);", array_count(at, value));
    value = crossing_loop(at, &inner, value, array_count(at, value));
    put_pack(&inner, shape->element, value);
    crossing_end(at);
}

static void pack_pointer(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner = *at;

    if (shape->element->kind == SHAPE_MESSAGE) {
        crossing_line(at, "unsync__message_%s_pack_pointer(unsync__p, %s);",
                      shape->element->message->name, value);
        return;
    }
    inner.level++;
    crossing_line(at, "if (%s == NULL) {", value);
    crossing_line(&inner, "unsync__pack_nil(unsync__p);");
    crossing_line(at, "} else {");
    put_pack(&inner, shape->element, ir_text(at->ir, "(*%s)", value));
    crossing_end(at);
}

static void pack_group(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner = crossing_into(at, shape, value);

    crossing_line(at, "unsync__pack_array(unsync__p, %u);", shape->fields->count);
    crossing_fields(&inner, put_pack);
}

void put_pack(const struct crossing *at, const struct shape *shape, const char *value)
{
    switch (shape->kind) {
    case SHAPE_PLAIN:
        crossing_line(at, "UNSYNC__PACK(unsync__p, %s);", value);
        return;
    case SHAPE_BITS:
        crossing_line(at, "UNSYNC__PACK(unsync__p, (%s) %s);", shape->type, value);
        return;
    case SHAPE_MESSAGE:
        crossing_line(at, "unsync__message_%s_pack(unsync__p, &%s);", shape->message->name, value);
        return;
    case SHAPE_POINTER:
        pack_pointer(at, shape, value);
        return;
    case SHAPE_LIST:
    case SHAPE_TAIL:
        pack_list(at, shape, value);
        return;
    case SHAPE_ARRAY:
        pack_array(at, shape, value);
        return;
    case SHAPE_GROUP:
        pack_group(at, shape, value);
        return;
    case SHAPE_UNION:
        crossing_switch(at, shape, value, put_pack, "unsync__pack_nil(unsync__p);");
        return;
    }
}

/* ---- in ---- */

/* Where a pointer goes, in front of what it becomes, and behind that. */
static const char *assigned(const struct crossing *at, const struct shape *shape,
                            const char *value)
{
    return shape->is_const ? ir_text(at->ir, "UNSYNC__SET(%s, ", value)
                           : ir_text(at->ir, "%s = ", value);
}

static const char *assigned_end(const struct shape *shape)
{
    return shape->is_const ? ");" : ";";
}

static void unpack_list(const struct crossing *at, const struct shape *shape, const char *value)
{
    const struct shape *leaf = shape_leaf(shape);
    const char *count = crossing_length(at, shape), *begin = assigned(at, shape, value);
    struct crossing inner;

    if (leaf->kind == SHAPE_PLAIN && !leaf->is_text && !leaf->is_checked && !leaf->is_bool) {
        crossing_line(at, "%sunsync__unpack_block(unsync__u, %s, sizeof *%s)%s", begin, count,
                      value, assigned_end(shape));
        return;
    }
    crossing_line(at, "%sunsync__unpack_items(unsync__u, %s, sizeof *%s, %s)%s", begin, count,
                  value, crossing_items(at, shape, value), assigned_end(shape));
    if (leaf->kind == SHAPE_PLAIN)
        return;
    crossing_line(at, "if (%s != NULL)", value);
    inner = *at;
    inner.level++;
    value = crossing_loop(&inner, &inner, value, count);
    put_unpack(&inner, shape->element, value);
    inner.level--;
    crossing_end(&inner);
}

static void unpack_array(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner;

    if (shape_is_flat(shape)) {
        crossing_line(at, "unsync__unpack_items_into(unsync__u, (void *) &%s, 1, sizeof %s, %s);",
                      value, value, crossing_items(at, shape, value));
        return;
    }
    crossing_line(at, "unsync__unpack_array(unsync__u, %s);", array_count(at, value));
    value = crossing_loop(at, &inner, value, array_count(at, value));
    put_unpack(&inner, shape->element, value);
    crossing_end(at);
}

/* The elements of a list may be const, as the caller has them. */
static void unpack_pointer(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner = *at;

    if (shape->element->kind == SHAPE_MESSAGE) {
        const struct message *message = shape->element->message;

        if (at->loops)
            value = ir_text(at->ir, "*(%s **) &%s", message->type, value);
        crossing_line(at, "%sunsync__message_%s_unpack_pointer(unsync__u)%s",
                      at->loops ? ir_text(at->ir, "%s = ", value) : assigned(at, shape, value),
                      message->name, at->loops ? ";" : assigned_end(shape));
        return;
    }
    inner.level++;
    crossing_line(at, "if (!unsync__unpack_is_nil(unsync__u)) {");
    crossing_line(&inner, "__typeof__(*%s) *unsync__one =", value);
    crossing_line(&inner, "    unsync__unpack_alloc(unsync__u, sizeof *unsync__one);");
    crossing_line(&inner, "%sunsync__one%s", assigned(at, shape, value), assigned_end(shape));
    crossing_line(&inner, "if (unsync__one != NULL) {");
    inner.level++;
    put_unpack(&inner, shape->element, "(*unsync__one)");
    inner.level--;
    crossing_end(&inner);
    crossing_end(at);
}

static void unpack_group(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner = crossing_into(at, shape, value);

    crossing_line(at, "unsync__unpack_array(unsync__u, %u);", shape->fields->count);
    crossing_fields(&inner, put_unpack);
}

/* A number that is too large for the bits is no value. */
static void unpack_bits(const struct crossing *at, const struct shape *shape, const char *value)
{
    struct crossing inner = *at;

    inner.level++;
    crossing_line(at, "{");
    crossing_line(&inner, "%s unsync__bits = 0;", shape->type);
    crossing_line(&inner, "UNSYNC__UNPACK(unsync__u, unsync__bits);");
    crossing_line(&inner, "%s = unsync__bits;", value);
    crossing_line(&inner, "if (%s != unsync__bits) unsync__unpack_misfit(unsync__u);", value);
    crossing_end(at);
}

void put_unpack(const struct crossing *at, const struct shape *shape, const char *value)
{
    switch (shape->kind) {
    case SHAPE_PLAIN:
        crossing_line(at, "UNSYNC__UNPACK(unsync__u, %s);", value);
        return;
    case SHAPE_BITS:
        unpack_bits(at, shape, value);
        return;
    case SHAPE_MESSAGE:
        crossing_line(at, "unsync__message_%s_unpack(unsync__u, (void *) &%s);",
                      shape->message->name, value);
        return;
    case SHAPE_POINTER:
        unpack_pointer(at, shape, value);
        return;
    case SHAPE_LIST:
        unpack_list(at, shape, value);
        return;
    case SHAPE_ARRAY:
        unpack_array(at, shape, value);
        return;
    case SHAPE_GROUP:
        unpack_group(at, shape, value);
        return;
    case SHAPE_UNION:
        crossing_switch(at, shape, value, put_unpack, "unsync__unpack_nothing(unsync__u);");
        return;
    case SHAPE_TAIL: /* after the struct has got its room */
        return;
    }
}
