/*
 * Which types cross a process boundary, and as what. A name may hide one: then the compiler is
 * asked.
 */
#include <string.h>

#include "../tree/ask.h"
#include "../tree/declare.h"
#include "packer.h"

void pack_refuse(const struct packing *place, enum diag_id id, struct range range,
                 const char *hint, const char *message)
{
    ir_refuse(place->ir, place->item, id, unit_range_span(place->ir->unit, range), hint, "a %s %s",
              place->what, message);
}

/* The specifiers without the marks, storage classes and attributes before them. */
static struct range type_of(const struct specs *specs)
{
    const struct piece *piece = specs->pieces;

    while (piece && piece->kind != PIECE_TYPE && piece->kind != PIECE_QUALIFIER)
        piece = piece->next;
    return (struct range) {piece ? piece->range.first : specs->range.first, specs->range.end};
}

/* `char`, not `signed char` or `unsigned char`: those are numbers. */
static bool is_char(const struct ir *ir, const struct specs *specs)
{
    return specs->kind == TYPE_BASIC && ask_names(ir, specs, "char") &&
           !ask_names(ir, specs, "signed") && !ask_names(ir, specs, "unsigned");
}

/* Arithmetic types that the two compilers and their libraries do not agree on. */
static const char *strange_type(const struct ir *ir, const struct specs *specs)
{
    static const char *const words[] = {"_Imaginary", "__float128", "_Float128", "__float80",
                                        "_Float16", "_Decimal32", "_Decimal64", "_Decimal128"};

    for (size_t i = 0; specs->kind == TYPE_BASIC && i < sizeof words / sizeof *words; i++)
        if (ask_names(ir, specs, words[i]))
            return words[i];
    return NULL;
}

static bool is_hidden(const struct specs *specs)
{
    return specs->kind != TYPE_BASIC && specs->kind != TYPE_ENUM;
}

bool pack_points_at_const(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    return (specs->qualifiers & QUALIFIER_CONST) || (fact && (fact->flags & FACT_CONST));
}

bool pack_hides_pointer(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    return fact && fact->flags & (FACT_POINTER | FACT_ARRAY);
}

/* unsync_task_of(T), f_task. */
static bool is_handle(const struct ir *ir, const struct specs *specs)
{
    size_t len = specs->kind == TYPE_NAMED ? specs->name->len : 0;

    if (len > 5 && strcmp(specs->name->text + len - 5, "_task") == 0 &&
        fact_is_annotated(names_intern(ir->unit->names, specs->name->text, len - 5)))
        return true;
    return ask_names(ir, specs, "unsync_task_of") || ask_names(ir, specs, "unsync__tag");
}

/* A handle, or something that belongs to this process; true: it was refused. */
static bool refuse_local_thing(const struct packing *place, const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (is_handle(place->ir, specs))
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "await it before, and pass its value",
                    "that is a handle does not cross a process boundary: its task lives in "
                    "this one");
    else if (ask_names_generator(place->ir, specs))
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "make it in the function, or pass its values with @len(n)",
                    "that is a generator does not cross a process boundary: it lives in this one");
    else if (fact && fact->flags & FACT_SYSTEM && fact->flags & FACT_STRUCT &&
             strcmp(specs->name->text, "FILE") == 0)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "pass the path, and open the file there; or pass its contents with @len(n)",
                    "that is an open file does not cross a process boundary");
    else
        return false;
    return true;
}

/* ---- what a type is ---- */

/* Whether it is written out where it stands: a struct or union without a mark. */
static bool is_written(const struct packing *place, const struct specs *specs)
{
    return !place->is_parameter && !place->is_result && specs->tag && specs->tag->has_body &&
           (specs->kind == TYPE_STRUCT || specs->kind == TYPE_UNION);
}

static bool pack_union(const struct packing *place, const struct specs *specs, struct shape *shape)
{
    const struct mark *tag = mark_find(place->marks, MARK_TAG);

    if (!tag) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "name the member that says which of them is set: @tag(kind) union { "
                    "@when(VALUE) ...; }",
                    "that is a union does not say which of its members is set");
        return false;
    }
    shape->kind = SHAPE_UNION;
    shape->len = mark_find_option(tag, OPTION_TAG_BY)->expr;
    shape->fields = pack_group(place, specs);
    return shape->fields != NULL;
}

static bool pack_written(const struct packing *place, const struct specs *specs,
                         struct shape *shape)
{
    if (specs->kind == TYPE_UNION)
        return pack_union(place, specs, shape);
    shape->kind = SHAPE_GROUP;
    shape->fields = pack_group(place, specs);
    return shape->fields != NULL;
}

static bool refuse_value(const struct packing *place, const struct specs *specs,
                         enum type_class class)
{
    bool is_union = specs->kind == TYPE_UNION;

    if (class == CLASS_AGGREGATE)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    is_union ? "put it into a struct that is @message, with @tag"
                    : specs->kind == TYPE_NAMED
                        ? "mark the struct @message where it is defined; a union goes into one, "
                          "with @tag"
                        : "mark the struct @message where it is defined",
                    "of a struct or union type that is no @message does not cross a process "
                    "boundary");
    else
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    class == CLASS_ARRAY && !place->is_parameter
                        ? "write the array out: double name[3]"
                        : "pass a pointer with @len(n)",
                    "of this type does not cross a process boundary");
    return false;
}

static bool pack_message_value(const struct packing *place, const struct specs *specs,
                               struct shape *shape)
{
    bool is_member = !place->is_parameter && !place->is_result;

    shape->kind = SHAPE_MESSAGE;
    if (shape->message->is_ahead && (is_member || place->item->body)) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "define it before this; a pointer to it, or an array of pointers, crosses",
                    "is of a message that is defined further down: its size is not known yet");
        return false;
    }
    if (!shape->message->has_tail)
        return true;
    pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "use a pointer to it",
                "that ends in an open array has no size of its own");
    return false;
}

/* A typedef of an array of plain values: one shape a dimension. */
static bool pack_named_array(const struct packing *place, const struct specs *specs,
                             struct shape *shape)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (!fact || !fact->dimensions || (place->is_parameter && !place->is_element))
        return false;
    for (uint32_t i = 0; i < fact->dimensions; i++) {
        struct shape *element = ARENA_NEW(&place->ir->unit->arena, struct shape);

        *shape = (struct shape) {.kind = SHAPE_ARRAY, .element = element};
        shape = element;
    }
    *shape = (struct shape) {.kind = SHAPE_PLAIN, .is_checked = true};
    return true;
}

/* The type without any derivation. False: refused. */
static bool pack_value(const struct packing *place, const struct specs *specs, struct shape *shape)
{
    const char *strange = strange_type(place->ir, specs);
    enum type_class class = remaining_class(specs, NULL);

    if (refuse_local_thing(place, specs))
        return false;
    if (strange) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "use double or a 64-bit integer",
                    ir_text(place->ir, "of type %s does not cross a process boundary", strange));
        return false;
    }
    if (is_written(place, specs))
        return pack_written(place, specs, shape);
    shape->message = pack_find_message(place->ir, specs);
    if (shape->message)
        return pack_message_value(place, specs, shape);
    if (pack_named_array(place, specs, shape))
        return true;
    if (class == CLASS_AGGREGATE || class == CLASS_ARRAY || class == CLASS_FUNCTION ||
        class == CLASS_VOID)
        return refuse_value(place, specs, class);
    shape->kind = SHAPE_PLAIN;
    shape->is_checked = is_hidden(specs);
    shape->is_pointer = pack_hides_pointer(specs);
    shape->is_bool = specs->kind == TYPE_BASIC && (ask_names(place->ir, specs, "_Bool") ||
                                                   ask_names(place->ir, specs, "bool"));
    return true;
}

/* ---- pointers ---- */

static bool refuse_pointer(const struct packing *place, const struct specs *specs,
                           const struct derivation *element)
{
    enum type_class class = remaining_class(specs, element);

    if (class == CLASS_VOID)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    place->is_result
                        ? "give a struct that is @message, with what it leads to and its length"
                    : place->may_own ? "give it a type and a length: @len(n) unsigned char *"
                                     : "give it a type and a length: @len(n) const unsigned char *",
                    "of type void * does not cross a process boundary");
    else if (class == CLASS_AGGREGATE)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    specs->kind == TYPE_UNION ? "put it into a struct that is @message, with @tag"
                                              : "mark the struct @message where it is defined",
                    "that points to a struct or union that is no @message does not cross a process "
                    "boundary");
    else
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    place->is_result
                        ? "give a struct that is @message, with the array and its length"
                    : place->is_parameter
                        ? "say how many elements it points at, @len(n), at each declaration of it "
                          "and at the definition; @in, if it is one"
                        : "say how many elements it points at: @len(n)",
                    "that points at something of unknown length does not cross a process boundary");
    return false;
}

/* Strings and pointers to messages say themselves what they lead to. */
static bool pack_known_pointer(const struct packing *place, const struct specs *specs,
                               const struct derivation *step, struct shape *shape)
{
    struct shape *element = ARENA_NEW(&place->ir->unit->arena, struct shape);

    if (step->next)
        return false;
    if (is_char(place->ir, specs)) {
        *shape = (struct shape) {.kind = SHAPE_PLAIN, .is_text = true};
        return true;
    }
    element->kind = SHAPE_MESSAGE;
    element->message = pack_find_message(place->ir, specs);
    *shape = (struct shape) {.kind = SHAPE_POINTER, .element = element,
                             .is_const = step->qualifiers & QUALIFIER_CONST};
    return element->message != NULL;
}

static bool refuse_step(const struct packing *place, const struct specs *specs,
                        const struct derivation *step)
{
    bool is_function = step->kind == DERIVE_FUNCTION ||
                       (step->next && step->next->kind == DERIVE_FUNCTION);

    pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                is_function ? "send the data itself, or a number that stands for it"
                            : "strings and messages have a known length; for other data make a "
                              "@message of a pointer and its length",
                is_function ? "that is a function does not cross a process boundary"
                            : "of pointers to pointers does not cross a process boundary: only "
                              "one length is said");
    return false;
}

/* What a list or an array consists of, or what the parameter's one object is. */
static bool pack_element(const struct packing *place, const struct specs *specs,
                         const struct derivation *step, struct shape *shape)
{
    struct packing inner = *place;

    inner.marks = NULL;
    inner.is_single = inner.is_last = false;
    inner.is_element = true;
    if (!step)
        return pack_value(&inner, specs, shape);
    if (step->kind == DERIVE_ARRAY) {
        inner.is_parameter = false;
        return pack_type(&inner, specs, step, shape);
    }
    if (step->kind == DERIVE_FUNCTION || !pack_known_pointer(&inner, specs, step, shape))
        return refuse_step(place, specs, step);
    return !refuse_local_thing(place, specs);
}

static bool is_borrowed(const struct packing *place, const struct specs *specs,
                        const struct derivation *step)
{
    bool is_const = remaining_const(specs, step->next) && specs->kind != TYPE_TYPEOF;

    if (place->is_result && is_const)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "give an owned copy: a result without const is freed by who awaits it",
                    "that is borrowed (a pointer to const) cannot come from another process");
    else if (!place->may_own && !is_const && specs->kind != TYPE_TYPEOF)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "point to const; or mark it @in, @out or @inout",
                    "that points to non-const does not say whether the function writes there");
    else
        return false;
    return true;
}

/* What changes by itself, or is there for several threads. */
static bool refuse_shared(const struct packing *place, const struct specs *specs)
{
    if (!(specs->qualifiers & (QUALIFIER_VOLATILE | QUALIFIER_ATOMIC)))
        return false;
    pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "leave the qualifier out",
                "that points to volatile or atomic data does not cross a process boundary: a copy "
                "is neither");
    return true;
}

/* Whatever the marks say: a struct of somebody else's, or nobody knows what. */
static bool never_crosses(const struct packing *place, const struct specs *specs)
{
    enum type_class class = remaining_class(specs, NULL);

    return class == CLASS_VOID ||
           (class == CLASS_AGGREGATE && !pack_find_message(place->ir, specs));
}

/* `@len(rows) double cells[rows][columns]`: the frame has a bare pointer there, and they cross as
 * one list of cells. */
static bool pack_rows(const struct packing *place, const struct specs *specs,
                      const struct derivation *step, struct shape *shape)
{
    const struct declarator cell = {.token = specs->range.first};
    const struct derivation *row = step->next;

    shape->kind = SHAPE_LIST;
    shape->is_const = false;
    shape->rows = row;
    shape->cell = declare((struct view) {.ir = place->ir}, specs, &cell, DECLARE_OBJECT, "", NULL);
    while (row && row->kind == DERIVE_ARRAY && row->size && !row->is_star)
        row = row->next;
    return row ? refuse_step(place, specs, row)
               : pack_element(place, specs, NULL, (struct shape *) shape->element);
}

/* One pointer, or one array of a parameter, to what is left. */
static bool pack_pointer(const struct packing *place, const struct specs *specs,
                         const struct derivation *step, struct shape *shape)
{
    const struct mark *len = mark_find(place->marks, MARK_LEN);
    struct shape *element = ARENA_NEW(&place->ir->unit->arena, struct shape);

    if (refuse_local_thing(place, specs))
        return false;
    if (!len && !step->next && never_crosses(place, specs))
        return refuse_pointer(place, specs, NULL);
    if (is_borrowed(place, specs, step) || refuse_shared(place, specs))
        return false;
    if (!len && (!place->is_single || place->is_variable))
        return pack_known_pointer(place, specs, step, shape) ||
               (step->next && step->next->kind == DERIVE_POINTER
                    ? refuse_step(place, specs, step)
                    : refuse_pointer(place, specs, step->next));
    if (!len && place->way != WAY_IN && !step->next && is_char(place->ir, specs)) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs), "say how much room it has: @len(n)",
                    "that is written as text has to say how much room there is");
        return false;
    }
    if (!len && place->way == WAY_IN && pack_known_pointer(place, specs, step, shape))
        return true;
    if (remaining_class(specs, step->next) == CLASS_VOID)
        return refuse_pointer(place, specs, step->next);
    *shape = (struct shape) {.kind = len ? SHAPE_LIST : SHAPE_POINTER, .element = element,
                             .is_const = step->qualifiers & QUALIFIER_CONST};
    if (len)
        shape->len = mark_find_option(len, OPTION_LEN_COUNT)->expr;
    return place->is_variable && step->next ? pack_rows(place, specs, step, shape)
                                            : pack_element(place, specs, step->next, element);
}

/* ---- arrays ---- */

static bool pack_array(const struct packing *place, const struct specs *specs,
                       const struct derivation *step, struct shape *shape)
{
    const struct mark *len = mark_find(place->marks, MARK_LEN);
    struct shape *element = ARENA_NEW(&place->ir->unit->arena, struct shape);

    *shape = (struct shape) {.kind = step->size ? SHAPE_ARRAY : SHAPE_TAIL, .element = element};
    if (step->size && len) {
        pack_refuse(place, DIAG_LEN, len->range, "@len goes with a pointer, or an open array",
                    "with @len has a length of its own");
        return false;
    }
    if (!step->size && (!len || !place->is_last)) {
        pack_refuse(place, DIAG_CANNOT_CROSS, step->range,
                    len ? "make it the last member of the message" : "say how long it is: @len(n)",
                    "that is an open array does not say where it ends");
        return false;
    }
    if (len)
        shape->len = mark_find_option(len, OPTION_LEN_COUNT)->expr;
    return pack_element(place, specs, step->next, element);
}

bool pack_type(const struct packing *place, const struct specs *specs,
               const struct derivation *step, struct shape *shape)
{
    const struct mark *len = mark_find(place->marks, MARK_LEN);

    *shape = (struct shape) {0};
    if (step && step->kind == DERIVE_ARRAY && !place->is_parameter)
        return pack_array(place, specs, step, shape);
    if (!step) {
        if (!len)
            return pack_value(place, specs, shape);
        if (pack_hides_pointer(specs))
            pack_refuse(place, DIAG_LEN, type_of(specs), "write the pointer out: @len(n) TYPE *",
                        "with @len has its pointer hidden behind a typedef");
        else
            pack_refuse(place, DIAG_LEN, len->range, "@len goes with a pointer",
                        "with @len is no pointer");
        return false;
    }
    if (step->kind == DERIVE_FUNCTION || (step->next && step->next->kind == DERIVE_FUNCTION))
        return refuse_step(place, specs, step);
    return pack_pointer(place, specs, step, shape);
}
