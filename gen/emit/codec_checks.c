/*
 * What the compiler is asked about types that cross: assertions, and code that is never called, on
 * the user's lines. A name may hide a type that does not cross; a tag may be no number, and two
 * members of a union may say the same value; a struct that is defined elsewhere may have other
 * members.
 */
#include <string.h>

#include "crossing.h"
#include "emit_codec.h"

static void put_line(const struct crossing *at, uint32_t line)
{
    buffer_printf(at->out, "#line %u %s\n", line,
                  ir_quoted(at->ir, at->ir->unit->source->path));
}

static uint32_t line_of(const struct crossing *at, struct range range)
{
    const struct unit *unit = at->ir->unit;

    return source_position(unit->source, unit->tokens.list[range.first].at).line;
}

/* ---- types behind names ---- */

struct checked {
    const char *what; /* "member", "parameter", "result" */
    const struct field *field;
};

static void put_plain(const struct crossing *at, const struct checked *checked,
                      const struct shape *shape, const char *value, bool is_element)
{
    const char *name = checked->field->name, *what = checked->what;
    const char *cure = shape->is_pointer ? ": write out the pointer that its typedef hides" : "";

    put_line(at, checked->field->line);
    if (is_element)
        crossing_line(at, "_Static_assert(UNSYNC__CROSSES(__typeof__(%s)),\n"
                      "    \"the elements of the %s '%s' do not cross a process boundary%s\");",
                      value, what, name, cure);
    else if (strcmp(what, "result") == 0)
        crossing_line(at, "_Static_assert(UNSYNC__OWNED_CROSSES(__typeof__(%s)),\n"
                      "    \"the type of the result does not cross a process boundary%s\");",
                      value, cure);
    else
        crossing_line(at, "_Static_assert(UNSYNC__CROSSES(__typeof__(%s)),\n"
                      "    \"the type of the %s '%s' does not cross a process boundary%s\");",
                      value, what, name, cure);
}

static void put_length(const struct crossing *at, const struct checked *checked,
                       const struct shape *shape)
{
    put_line(at, checked->field->line);
    crossing_line(at, "_Static_assert(UNSYNC__IS_INTEGER(0 + (%s)),\n"
                  "    \"the length of the %s '%s' is no integer\");", crossing_words(at, shape),
                  checked->what, checked->field->name);
}

static void put_check(const struct crossing *at, const struct checked *checked,
                      const struct shape *shape, const char *value, bool is_element)
{
    struct crossing inner;

    if (checked->field->is_fd) {
        put_line(at, checked->field->line);
        crossing_line(at, "_Static_assert(UNSYNC__IS_INT(__typeof__(%s)),\n"
                      "    \"the parameter '%s' with @fd is no int\");", value,
                      checked->field->name);
        return;
    }
    switch (shape->kind) {
    case SHAPE_PLAIN:
        if (shape->is_checked)
            put_plain(at, checked, shape, value, is_element);
        return;
    case SHAPE_LIST:
    case SHAPE_TAIL:
        put_length(at, checked, shape);
        /* fall through */
    case SHAPE_POINTER:
    case SHAPE_ARRAY:
        put_check(at, checked, shape->element, ir_text(at->ir, "(%s)[0]", value), true);
        return;
    case SHAPE_GROUP:
    case SHAPE_UNION:
        inner = crossing_into(at, shape, value);
        for (const struct field *field = shape->fields->first; field; field = field->next)
            put_check(&inner, &(struct checked) {checked->what, field}, &field->shape,
                      crossing_member(&inner, field), false);
        return;
    default:
        return;
    }
}

static void put_checks(const struct crossing *at, const char *what)
{
    for (const struct field *field = at->fields->first; field; field = field->next)
        put_check(at, &(struct checked) {what, field}, &field->shape, crossing_member(at, field),
                  false);
}

/* ---- unions ---- */

static void put_tags(const struct crossing *at, const struct field *field)
{
    for (const struct field *one = field->shape.fields->first; one; one = one->next)
        for (const struct option *value = one->when->options; value; value = value->next) {
            put_line(at, line_of(at, value->expr->range));
            crossing_line(at, "case %s:", view_words((struct view) {.ir = at->ir},
                                                     value->expr->range));
        }
}

/* The compiler judges the tag and the values of each union. */
static void put_switches(const struct crossing *at, const struct message *message)
{
    for (const struct field *field = at->fields->first; field; field = field->next) {
        struct crossing inner = *at;

        if (field->shape.kind == SHAPE_UNION) {
            put_line(at, field->line);
            crossing_line(at, "static __inline__ __attribute__((__unused__)) void "
                          "unsync__tags_%s_%u(const %s *unsync__m) { switch (0 + (%s)) {",
                          message->name, field->shape.len->range.first, message->type,
                          crossing_words(at, &field->shape));
            put_tags(at, field);
            crossing_line(at, "default:; } }");
        }
        if (field->shape.kind != SHAPE_UNION && field->shape.kind != SHAPE_GROUP)
            continue;
        inner = crossing_into(at, &field->shape, crossing_member(at, field));
        put_switches(&inner, message);
    }
}

/* ---- structs of others ---- */

static void put_member_check(const struct crossing *at, const struct message *message,
                             const char *name, uint32_t line)
{
    const char *type = message->type, *twin = message->name;

    put_line(at, line);
    crossing_line(at, "_Static_assert(__builtin_offsetof(%s, %s) == "
                  "__builtin_offsetof(struct unsync__twin_%s, %s) &&\n"
                  "    __builtin_types_compatible_p(__typeof__(((%s *) 0)->%s),\n"
                  "        __typeof__(((struct unsync__twin_%s *) 0)->%s)),\n"
                  "    \"the member '%s' is another one in %s\");",
                  type, name, twin, name, type, name, twin, name, name, type);
}

/* A member as it is written, without marks. */
static void put_twin_member(const struct crossing *at, const struct decl *decl)
{
    struct view view = {.ir = at->ir};
    const char *text = "";

    for (const struct piece *piece = decl->specs->pieces; piece; piece = piece->next)
        if (piece->kind != PIECE_MARK)
            text = ir_text(at->ir, "%s%s ", text, view_words(view, piece->range));
    put_line(at, line_of(at, decl->range));
    crossing_line(at, "    %s%s", text,
                  view_words(view, (struct range) {decl->specs->range.end, decl->range.end}));
}

void emit_message_twin(struct buffer *out, const struct ir *ir, const struct message *message)
{
    struct crossing at = {.out = out, .ir = (struct ir *) ir};
    const struct tag *tag = message->item->decl->specs->tag;

    crossing_line(&at, "struct unsync__twin_%s {", message->name);
    for (const struct decl *decl = tag->members; decl; decl = decl->next)
        if (!decl->assertion)
            put_twin_member(&at, decl);
    crossing_line(&at, "};");
    for (const struct decl *decl = tag->members; decl; decl = decl->next)
        for (const struct declarator *one = decl->declarators; one; one = one->next)
            if (one->name && !one->width)
                put_member_check(&at, message, one->name->text, line_of(&at, decl->range));
    put_line(&at, line_of(&at, message->item->range));
    crossing_line(&at, "_Static_assert(sizeof(%s) == sizeof(struct unsync__twin_%s),\n"
                  "    \"%s has members that are not named here\");", message->type, message->name,
                  message->type);
}

/* ---- messages and functions ---- */

void emit_message_checks(struct buffer *out, const struct ir *ir, const struct message *message)
{
    const char *object = ir_text((struct ir *) ir, "((%s *) 0)->", message->type);
    struct crossing at = {.out = out, .ir = (struct ir *) ir, .fields = &message->fields,
                          .object = object};

    put_checks(&at, "member");
    at.object = "unsync__m->";
    put_switches(&at, message);
}

void emit_codec_checks(struct buffer *out, const struct ir *ir, const struct function *function)
{
    const char *object = ir_text((struct ir *) ir, "((struct unsync__%s_frame *) 0)->",
                                 function->name->text);
    struct fields result = {.first = &function->codec->result, .count = 1};
    struct crossing at = {.out = out, .ir = (struct ir *) ir, .fields = &function->codec->fields,
                          .object = object};

    put_checks(&at, "parameter");
    at.fields = &result;
    if (function->codec->has_result)
        put_checks(&at, "result");
}
