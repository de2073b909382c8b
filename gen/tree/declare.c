#include "declare.h"

#include <string.h>

#include "attribute.h"
#include "spell.h"

/* ---- classes ---- */

static enum type_class named_class(const struct specs *specs)
{
    const struct fact *fact = fact_typedef(specs->name);

    if (specs->symbol) /* a typedef of the block */
        return specs->symbol->declarator && specs->symbol->decl
                   ? declared_class(specs->symbol->decl->specs, specs->symbol->declarator)
                   : CLASS_UNKNOWN;
    if (!fact)
        return CLASS_UNKNOWN;
    if (fact->flags & FACT_IS_FUNCTION)
        return CLASS_FUNCTION;
    if (fact->flags & FACT_ARRAY)
        return CLASS_ARRAY;
    if (fact->flags & FACT_POINTER)
        return CLASS_SCALAR;
    if (fact->flags & FACT_STRUCT)
        return CLASS_AGGREGATE;
    return fact->flags & FACT_VOID ? CLASS_VOID : CLASS_SCALAR;
}

static enum type_class specs_class(const struct specs *specs)
{
    switch (specs->kind) {
    case TYPE_BASIC: case TYPE_ENUM: case TYPE_IMPLICIT:
        return CLASS_SCALAR;
    case TYPE_VOID:
        return CLASS_VOID;
    case TYPE_STRUCT: case TYPE_UNION:
        return CLASS_AGGREGATE;
    case TYPE_NAMED:
        return named_class(specs);
    default:
        return CLASS_UNKNOWN;
    }
}

enum type_class remaining_class(const struct specs *specs, const struct derivation *step)
{
    if (!step)
        return specs_class(specs);
    if (step->kind == DERIVE_ARRAY)
        return CLASS_ARRAY;
    return step->kind == DERIVE_FUNCTION ? CLASS_FUNCTION : CLASS_SCALAR;
}

enum type_class declared_class(const struct specs *specs, const struct declarator *declarator)
{
    return remaining_class(specs, declarator->derivations);
}

static const struct derivation *past_arrays(const struct derivation *step)
{
    while (step && step->kind == DERIVE_ARRAY)
        step = step->next;
    return step;
}

static bool named_const(const struct specs *specs)
{
    const struct fact *fact;

    if (specs->symbol) /* a typedef of the block */
        return specs->symbol->declarator && specs->symbol->decl &&
               declared_const(specs->symbol->decl->specs, specs->symbol->declarator);
    fact = fact_typedef(specs->name);
    return fact && fact->flags & FACT_CONST;
}

bool remaining_const(const struct specs *specs, const struct derivation *step)
{
    step = past_arrays(step);
    if (step)
        return step->qualifiers & QUALIFIER_CONST;
    return specs->qualifiers & QUALIFIER_CONST || specs->kind == TYPE_TYPEOF ||
           (specs->kind == TYPE_NAMED && named_const(specs));
}

bool declared_const(const struct specs *specs, const struct declarator *declarator)
{
    return remaining_const(specs, declarator->derivations);
}

/* ---- text ---- */

struct wording {
    struct view view;
    uint32_t name_token;      /* of an abstract declarator: the one after the place of the name */
    bool has_name;
    const char *name;
    struct range removed;     /* a step of the declarator that is left out */
    struct range unrestricted; /* the pointer that is the object: `restrict` is no use in a frame */
    uint32_t bracket;         /* the ] that `count` stands before, or 0 */
    const char *count;
    struct range lost;        /* of a result: `*__attribute__((noinline))`, the function's */
    struct range empty;       /* the parentheses of `(f)` when no name is to stand in them */
};

static const char *plain_text(const struct wording *wording, uint32_t index)
{
    const char *text = view_token((void *) &wording->view, index);
    const struct token *token = &wording->view.ir->unit->tokens.list[index];

    return text ? text : ir_text(wording->view.ir, "%.*s", (int) token->len, token->text);
}

static bool is_in(struct range range, uint32_t index)
{
    return index >= range.first && index < range.end;
}

static const char *word(void *context, uint32_t index)
{
    struct wording *wording = context;
    const struct token *token = &wording->view.ir->unit->tokens.list[index];

    if (index == wording->name_token)
        return wording->has_name
                   ? wording->name
                   : ir_text(wording->view.ir, "%s%s", wording->name,
                             is_in(wording->removed, index) ? "" : plain_text(wording, index));
    if (is_in(wording->removed, index) || is_in(wording->empty, index) ||
        is_in(wording->lost, index))
        return "";
    if (is_in(wording->unrestricted, index) && token->kind == TOKEN_RESTRICT)
        return "";
    if (wording->bracket && index == wording->bracket)
        return ir_text(wording->view.ir, "%s]", wording->count);
    return view_token(&wording->view, index);
}

/* Attributes that are part of the type, not of the object. */
static bool is_type_attribute(const struct unit *unit, const struct piece *piece)
{
    static const char *const names[] = {"vector_size", "mode", "may_alias", "address_space"};
    struct piece alone = *piece;

    alone.next = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute_has(unit, &alone, names[i]))
            return true;
    return false;
}

/* Appends the attributes behind the name that belong to the type. */
static void add_attributes(struct buffer *out, struct wording *wording,
                           const struct declarator *declarator)
{
    const struct unit *unit = wording->view.ir->unit;

    for (const struct piece *piece = declarator->attributes; piece; piece = piece->next)
        if (piece->kind == PIECE_ATTRIBUTE && is_type_attribute(unit, piece)) {
            buffer_text(out, " ");
            spell_range(out, unit, piece->range, word, wording);
        }
}

static void add_alignment(struct buffer *out, struct view view, const struct piece *piece)
{
    for (; piece; piece = piece->next) {
        struct piece alone = *piece;

        alone.next = NULL;
        if (piece->kind == PIECE_ALIGNAS ||
            (piece->kind == PIECE_ATTRIBUTE && attribute_has(view.ir->unit, &alone, "aligned")))
            buffer_printf(out, "%s ", view_words(view, piece->range));
    }
}

const char *declared_alignment(struct view view, const struct specs *specs,
                               const struct declarator *declarator)
{
    struct buffer out = ir_take_scratch(view.ir);

    add_alignment(&out, view, specs->pieces);
    add_alignment(&out, view, declarator->attributes);
    return ir_keep_scratch(view.ir, &out);
}

static bool is_wanted(const struct unit *unit, const struct piece *piece)
{
    switch (piece->kind) {
    case PIECE_TYPE: case PIECE_QUALIFIER: case PIECE_EXTENSION:
        return true;
    case PIECE_ATTRIBUTE:
        return is_type_attribute(unit, piece);
    default:
        return false;
    }
}

static void add_specs(struct buffer *out, struct wording *wording, const struct specs *specs,
                      bool is_pointer)
{
    const struct unit *unit = wording->view.ir->unit;
    const char *gap = "";

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next) {
        if (!is_wanted(unit, piece))
            continue;
        if (piece->kind == PIECE_QUALIFIER && !is_pointer &&
            unit->tokens.list[piece->range.first].kind == TOKEN_RESTRICT)
            continue;
        buffer_text(out, gap);
        spell_range(out, unit, piece->range, word, wording);
        gap = " ";
    }
    if (specs->kind == TYPE_IMPLICIT)
        buffer_printf(out, "%sint", gap);
}

static void add_declarator(struct buffer *out, struct wording *wording,
                           const struct declarator *declarator)
{
    const struct unit *unit = wording->view.ir->unit;
    size_t before = out->len;

    buffer_char(out, ' ');
    if (declarator->range.first == declarator->range.end)
        buffer_text(out, wording->name);
    else
        spell_range(out, unit, declarator->range, word, wording);
    if (!declarator->name && declarator->token == declarator->range.end &&
        declarator->range.first != declarator->range.end)
        buffer_text(out, wording->name); /* the name comes last: int *NAME */
    while (out->len > before &&
           (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\n'))
        out->data[--out->len] = '\0';
    add_attributes(out, wording, declarator);
}

/*
 * A typedef of an array or a function type as a parameter: what it becomes is the compiler's to
 * say.
 */
static const char *decayed(struct wording *wording, const struct specs *specs, const char *name)
{
    struct buffer out = ir_take_scratch(wording->view.ir);

    buffer_text(&out, "__typeof__(((void) 0, *(");
    add_specs(&out, wording, specs, false);
    buffer_printf(&out, " *) 0))%s%s", *name ? " " : "", name);
    return ir_keep_scratch(wording->view.ir, &out);
}

/* Sets what is left out, and what the name becomes because of it. */
static void set_step(struct wording *wording, const struct declarator *declarator,
                     enum declare_as as, const char *count)
{
    const struct derivation *outer = declarator->derivations, *object = past_arrays(outer);

    if (object && object->kind == DERIVE_POINTER)
        wording->unrestricted = object->range;
    if (!outer)
        return;
    if ((as == DECLARE_RESULT && outer->kind == DERIVE_FUNCTION) ||
        (as == DECLARE_ELEMENT && outer->kind != DERIVE_FUNCTION))
        wording->removed = outer->range;
    if (as == DECLARE_PARAMETER && outer->kind != DERIVE_POINTER) {
        wording->name = ir_text(wording->view.ir, "(*%s)", wording->name);
        if (outer->kind == DERIVE_ARRAY)
            wording->removed = outer->range;
    }
    if (outer->kind == DERIVE_ARRAY && count) {
        wording->bracket = outer->range.end - 1;
        wording->count = count;
    }
}

/* The first attribute among the pointers of a declarator that says nothing about the type. */
static struct range function_attribute(const struct unit *unit, const struct declarator *declarator)
{
    struct piece piece = {.kind = PIECE_ATTRIBUTE};

    for (uint32_t i = declarator->range.first; i < declarator->token; i++) {
        uint32_t end = i + 1, depth = 0;

        if (unit->tokens.list[i].kind != TOKEN_ATTRIBUTE)
            continue;
        do {
            depth += unit->tokens.list[end].kind == TOKEN_LPAREN;
            depth -= unit->tokens.list[end].kind == TOKEN_RPAREN;
        } while (++end < declarator->token && depth);
        piece.range = (struct range) {i, end};
        if (!is_type_attribute(unit, &piece))
            return piece.range;
    }
    return (struct range) {0, 0};
}

/* The parentheses around nothing but the name, and the name. */
static struct range parentheses(const struct unit *unit, const struct declarator *declarator)
{
    struct range range = {declarator->token, declarator->token + 1};

    while (range.first > declarator->range.first && range.end < declarator->range.end &&
           unit->tokens.list[range.first - 1].kind == TOKEN_LPAREN &&
           unit->tokens.list[range.end].kind == TOKEN_RPAREN) {
        range.first--;
        range.end++;
    }
    return range;
}

static struct wording word_for(struct view view, const struct declarator *declarator,
                               enum declare_as as, const char *name, const char *count)
{
    struct wording wording = {.view = view, .name_token = declarator->token,
                              .has_name = declarator->name != NULL, .name = name};

    set_step(&wording, declarator, as, count);
    if (as == DECLARE_RESULT)
        wording.lost = function_attribute(view.ir->unit, declarator);
    if (wording.has_name && !*wording.name)
        wording.empty = parentheses(view.ir->unit, declarator);
    return wording;
}

const char *declare(struct view view, const struct specs *specs,
                    const struct declarator *declarator, enum declare_as as, const char *name,
                    const char *count)
{
    struct wording wording = word_for(view, declarator, as, name, count);
    enum type_class class = declared_class(specs, declarator);
    struct buffer out;

    if (as == DECLARE_PARAMETER && !declarator->derivations &&
        (class == CLASS_ARRAY || class == CLASS_FUNCTION))
        return decayed(&wording, specs, name);
    out = ir_take_scratch(view.ir);
    add_specs(&out, &wording, specs, declarator->derivations != NULL);
    add_declarator(&out, &wording, declarator);
    return ir_keep_scratch(view.ir, &out);
}

const char *declare_more(struct view view, const struct declarator *declarator, enum declare_as as,
                         const char *name, const char *count)
{
    struct wording wording = word_for(view, declarator, as, name, count);
    struct buffer out = ir_take_scratch(view.ir);

    add_declarator(&out, &wording, declarator);
    return ir_keep_scratch(view.ir, &out);
}

bool declared_scalar_result(const struct function *function)
{
    return remaining_class(function->specs, function->type->next) == CLASS_SCALAR &&
           !remaining_const(function->specs, function->type->next);
}
