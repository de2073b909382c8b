/*
 * Lists of fields: the members of messages and of what is written inside of them, and what lengths
 * and tags may name.
 */
#include <string.h>

#include "../tree/declare.h"
#include "packer.h"

static const struct token *token_at(const struct ir *ir, uint32_t index)
{
    return &ir->unit->tokens.list[index];
}

static uint32_t line_of(const struct ir *ir, struct range range)
{
    return source_position(ir->unit->source, token_at(ir, range.first)->at).line;
}

void fields_add(struct packing *place, struct fields *fields, struct field field)
{
    struct field *added = ARENA_NEW(&place->ir->unit->arena, struct field);

    *added = field;
    if (!fields->end)
        fields->end = &fields->first;
    *fields->end = added;
    fields->end = &added->next;
    fields->count++;
}

/* ---- lengths and tags ---- */

static bool is_named(const struct field *field, const struct token *token)
{
    return strlen(field->name) == token->len && memcmp(field->name, token->text, token->len) == 0;
}

static bool has_field(const struct fields *fields, const struct token *token);

/* A struct without a name stands for its members. */
static bool is_or_has(const struct field *field, const struct token *token)
{
    return is_named(field, token) || (field->shape.kind == SHAPE_GROUP && !*field->name &&
                                      has_field(field->shape.fields, token));
}

static bool has_field(const struct fields *fields, const struct token *token)
{
    for (const struct field *field = fields->first; field; field = field->next)
        if (is_or_has(field, token))
            return true;
    return false;
}

/* The field that the token names, of the list or of those around it; NULL: none. */
static const struct field *find_field(const struct packing *place, const struct fields *fields,
                                      const struct token *token)
{
    for (const struct field *field = fields->first; field; field = field->next)
        if (is_or_has(field, token))
            return field;
    return place->outer ? find_field(place->outer, place->outer->fields, token) : NULL;
}

/* Has it crossed when `user` does? Pointers to plain values follow those, then the rest. What is
 * known of the struct around those fields stands before them. */
static bool is_before(const struct field *field, const struct field *user)
{
    bool is_plain = field->shape.kind == SHAPE_PLAIN || field->shape.kind == SHAPE_BITS;

    if (is_plain || (field->shape.kind == SHAPE_POINTER && shape_is_flat(field->shape.element)))
        return field->way != WAY_OUT;
    for (const struct field *own = user; own; own = own->next)
        if (own == field)
            return false;
    return true;
}

static void check_name(const struct packing *place, const struct fields *fields,
                       const struct field *user, uint32_t at)
{
    struct ir *ir = place->ir;
    const struct token *token = token_at(ir, at);
    const struct field *field = find_field(place, fields, token);
    const char *word = user->shape.kind == SHAPE_UNION ? "@tag" : "@len";
    int len = (int) token->len;

    if (!field && !token->name->fact)
        pack_refuse(place, DIAG_LEN, (struct range) {at, at + 1},
                    ir_text(ir, "name a %s of the same %s", place->what,
                            place->is_parameter ? "function" : "struct"),
                    ir_text(ir, "has a %s of '%.*s', which is none of them", word, len,
                            token->text));
    else if (field && field->way == WAY_OUT)
        pack_refuse(place, DIAG_LEN, (struct range) {at, at + 1},
                    "@inout: what it says before the call is the length",
                    ir_text(ir, "has a %s of '%.*s', which is not known before the call", word,
                            len, token->text));
    else if (field && !is_before(field, user))
        pack_refuse(place, DIAG_LEN, (struct range) {at, at + 1},
                    "name a number, or something that is declared before",
                    ir_text(ir, "has a %s of '%.*s', which crosses later", word, len,
                            token->text));
}

static bool is_selected(const struct ir *ir, uint32_t at)
{
    enum token_kind before = (enum token_kind) token_at(ir, at - 1)->kind;

    return before == TOKEN_DOT || before == TOKEN_ARROW;
}

static const struct field *named_field(const struct packing *place, const struct fields *fields,
                                       uint32_t at)
{
    const struct token *token = token_at(place->ir, at);

    return token->kind == TOKEN_NAME && !is_selected(place->ir, at)
               ? find_field(place, fields, token) : NULL;
}

static bool names_fields(const struct packing *place, const struct fields *fields,
                         struct range range)
{
    for (uint32_t at = range.first; at < range.end; at++)
        if (named_field(place, fields, at))
            return true;
    return false;
}

/* What a message's own members, which may come from a broken process, are put into. */
struct judged {
    const struct packing *place;
    const struct fields *fields;
    const struct expr *fault;
    bool is_inside; /* of an operator that hides that something overflowed */
};

static void judge(struct judged *judged, const struct expr *expr);

static void judge_inside(struct judged *judged, const struct expr *expr)
{
    struct judged inside = *judged;

    inside.is_inside = true;
    for (int i = 0; i < 3; i++)
        if (expr->kid[i])
            judge(&inside, expr->kid[i]);
    judged->fault = inside.fault;
}

static void judge(struct judged *judged, const struct expr *expr)
{
    if (judged->fault || !names_fields(judged->place, judged->fields, expr->range))
        return;
    switch (expr->kind) {
    case EXPR_NAME:
    case EXPR_SIZEOF:
        return;
    case EXPR_PAREN:
        judge(judged, expr->kid[0]);
        return;
    case EXPR_CONDITIONAL:
        judge_inside(judged, &(struct expr) {.kid = {expr->kid[0]}});
        for (int i = 1; i < 3; i++)
            if (expr->kid[i])
                judge(judged, expr->kid[i]);
        return;
    case EXPR_BINARY:
        if (is_computed(expr) && judged->is_inside)
            judged->fault = expr;
        else if (is_computed(expr))
            judge(judged, expr->kid[0]), judge(judged, expr->kid[1]);
        else
            judge_inside(judged, expr);
        return;
    case EXPR_MEMBER:
    case EXPR_CAST:
        if (expr->op != TOKEN_ARROW) {
            judge_inside(judged, expr);
            return;
        }
        break;
    case EXPR_UNARY:
        if (expr->op == TOKEN_NOT || expr->op == TOKEN_TILDE || expr->op == TOKEN_PLUS) {
            judge_inside(judged, expr);
            return;
        }
        break;
    default:
        break;
    }
    judged->fault = expr;
}

static void check_form(const struct packing *place, const struct fields *fields,
                       const struct expr *len)
{
    struct judged judged = {place, fields, NULL, false};

    judge(&judged, len);
    if (judged.fault && !place->is_parameter)
        pack_refuse(place, DIAG_LEN, judged.fault->range,
                    "a length is made of members and numbers, by + - * / % << >> and ?:; let a "
                    "member hold it",
                    "has a length that other values than the usual ones would break");
}

static void check_names(const struct packing *place, const struct fields *fields,
                        const struct field *field, const struct expr *len)
{
    for (uint32_t at = len->range.first; at < len->range.end; at++)
        if (token_at(place->ir, at)->kind == TOKEN_NAME && !is_selected(place->ir, at))
            check_name(place, fields, field, at);
}

void pack_check_lengths(const struct packing *place, const struct fields *fields)
{
    for (const struct field *field = fields->first; field; field = field->next) {
        const struct expr *len = field->shape.len;

        if (!len)
            continue;
        check_names(place, fields, field, len);
        for (const struct derivation *row = field->shape.rows; row; row = row->next)
            check_names(place, fields, field, row->size);
        if (!place->item->failed)
            check_form(place, fields, len);
    }
}

/* ---- members ---- */

static const char *width_hint = "a bit-field of a plain integer type crosses";

static bool pack_bits(const struct packing *place, const struct decl *decl,
                      const struct declarator *one, struct shape *shape)
{
    struct view view = {.ir = place->ir};

    if (mark_find(place->marks, MARK_LEN)) {
        pack_refuse(place, DIAG_LEN, one->range, width_hint, "with @len is no pointer");
        return false;
    }
    *shape = (struct shape) {.kind = SHAPE_BITS};
    shape->type = declare(view, decl->specs, &(struct declarator) {.token = one->token},
                          DECLARE_OBJECT, "", NULL);
    return true;
}

static void pack_member(struct packing *place, struct fields *fields, const struct decl *decl,
                        const struct declarator *one)
{
    struct field field = {.name = one->name ? one->name->text : "",
                          .line = line_of(place->ir, decl->range),
                          .when = mark_find(decl->specs->marks, MARK_WHEN)};

    if (one->width && !one->name) /* nothing but room */
        return;
    place->is_last = place->is_last && !decl->next && !one->next;
    if (one->width ? pack_bits(place, decl, one, &field.shape)
                   : pack_type(place, decl->specs, one->derivations, &field.shape))
        fields_add(place, fields, field);
}

/* `struct { ... };`: its members are those of the struct around it. */
static void pack_nameless(struct packing *place, struct fields *fields, const struct decl *decl)
{
    struct declarator none = {.range = decl->range};

    if (decl->specs->tag && decl->specs->tag->has_body && !decl->specs->tag->name)
        pack_member(place, fields, decl, &none);
    else if (decl->specs->kind == TYPE_ENUM)
        return;
    else
        pack_refuse(place, DIAG_CANNOT_CROSS, decl->range, "give it a name",
                    "without a name does not cross a process boundary");
}

static void pack_list(const struct packing *around, struct fields *fields,
                      const struct decl *members, bool is_message)
{
    for (const struct decl *decl = members; decl; decl = decl->next) {
        struct packing place = *around;

        if (decl->assertion || mark_find(decl->specs->marks, MARK_SKIP))
            continue;
        place.marks = decl->specs->marks;
        place.is_last = is_message;
        if (!decl->declarators)
            pack_nameless(&place, fields, decl);
        for (const struct declarator *one = decl->declarators; one; one = one->next)
            pack_member(&place, fields, decl, one);
    }
    pack_check_lengths(around, fields);
}

void pack_members(struct ir *ir, struct message *message)
{
    struct packing place = {.ir = ir, .item = message->item, .what = "member", .may_own = true,
                            .fields = &message->fields};

    pack_list(&place, &message->fields, message->item->decl->specs->tag->members, true);
    for (const struct field *field = message->fields.first; field; field = field->next)
        message->has_tail |= field->shape.kind == SHAPE_TAIL;
}

/* Every member of a union says for which tags it is meant; members of structs do not. */
static bool check_when(const struct packing *place, const struct specs *specs)
{
    for (const struct decl *decl = specs->tag->members; decl; decl = decl->next) {
        if (decl->assertion || mark_find(decl->specs->marks, MARK_SKIP))
            continue;
        if (!mark_find(decl->specs->marks, MARK_WHEN) && specs->kind == TYPE_UNION) {
            pack_refuse(place, DIAG_CANNOT_CROSS, decl->range,
                        "say for which values of the tag it is set: @when(VALUE), or @skip",
                        "of a union does not say when it is set");
            return false;
        }
    }
    return true;
}

struct fields *pack_group(const struct packing *place, const struct specs *specs)
{
    struct fields *fields = ARENA_NEW(&place->ir->unit->arena, struct fields);
    struct packing inner = *place;

    fields->end = &fields->first;
    if (!check_when(place, specs))
        return NULL;
    inner.outer = place;
    inner.fields = fields;
    pack_list(&inner, fields, specs->tag->members, false);
    return place->item->failed ? NULL : fields;
}
