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

/* Arithmetic types that msgpack has no form for. */
static const char *strange_type(const struct ir *ir, const struct specs *specs)
{
    static const char *const words[] = {"_Complex", "__complex__", "__complex", "__int128",
                                        "_Imaginary", "__float128", "_Float128"};

    if (specs->kind != TYPE_BASIC)
        return NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ask_names(ir, specs, words[i]))
            return words[i];
    return ask_names(ir, specs, "double") && ask_names(ir, specs, "long") ? "long double" : NULL;
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

/* The type without any derivation. False: refused. */
static bool pack_value(const struct packing *place, const struct specs *specs, struct field *field)
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
    field->message = pack_find_message(place->ir, specs);
    field->kind = field->message ? FIELD_MESSAGE : FIELD_PLAIN;
    field->is_checked = is_hidden(specs);
    if (field->message || (class != CLASS_AGGREGATE && class != CLASS_ARRAY &&
                           class != CLASS_FUNCTION && class != CLASS_VOID))
        return true;
    pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                specs->kind == TYPE_UNION
                    ? "send a number that says which member is meant, and that member"
                : class == CLASS_AGGREGATE ? "mark the struct @message where it is defined"
                                           : "pass a pointer with @len(n)",
                class == CLASS_AGGREGATE
                    ? "of a struct or union type that is no @message does not cross a process "
                      "boundary"
                    : "of this type does not cross a process boundary");
    return false;
}

/* An array whose length another parameter or member says. */
static bool pack_block(const struct packing *place, const struct specs *specs,
                       const struct mark *len, struct field *field)
{
    const struct option *count = mark_find_option(len, OPTION_LEN_COUNT);
    enum type_class class = remaining_class(specs, NULL);
    const char *strange = strange_type(place->ir, specs);

    if (strange || class == CLASS_VOID || class == CLASS_AGGREGATE || class == CLASS_FUNCTION ||
        class == CLASS_ARRAY) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "only arrays of numbers cross in this version",
                    "with @len whose elements are no numbers does not cross a process boundary");
        return false;
    }
    field->kind = FIELD_BLOCK;
    field->is_checked = is_hidden(specs);
    field->len = count->expr->range;
    return true;
}

static bool refuse_pointer(const struct packing *place, const struct specs *specs)
{
    enum type_class class = remaining_class(specs, NULL);

    if (class == CLASS_VOID)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "give it a type and a length: @len(n) const unsigned char *",
                    "of type void * does not cross a process boundary");
    else if (class == CLASS_AGGREGATE)
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    specs->kind == TYPE_UNION
                        ? "send a number that says which member is meant, and that member"
                        : "mark the struct @message where it is defined",
                    "that points to a struct or union that is no @message does not cross a process "
                    "boundary");
    else
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    place->is_result
                        ? "give a struct that is @message, with the array and its length"
                        : "say how many elements it points at: @len(n), at each declaration of it "
                          "and at the definition",
                    "that points at something of unknown length does not cross a process boundary");
    return false;
}

/* One pointer (or one array of a parameter) to `specs`. */
static bool pack_pointer(const struct packing *place, const struct specs *specs,
                         const struct mark *marks, struct field *field)
{
    const struct mark *len = mark_find(marks, MARK_LEN);
    bool is_const = pack_points_at_const(specs);

    if (refuse_local_thing(place, specs))
        return false;
    if (place->is_result && is_const) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "give an owned copy: a result without const is freed by who awaits it",
                    "that is borrowed (a pointer to const) cannot come from another process");
        return false;
    }
    if (!place->may_own && !is_const) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "point to const, and give what changes as the result; @out and @inout are not "
                    "available in this version",
                    "that points to non-const would be written in the other process only");
        return false;
    }
    if (len)
        return pack_block(place, specs, len, field);
    if (is_char(place->ir, specs)) {
        field->kind = FIELD_PLAIN;
        field->is_text = true;
        return true;
    }
    field->message = pack_find_message(place->ir, specs);
    field->kind = FIELD_POINTER;
    return field->message ? true : refuse_pointer(place, specs);
}

bool pack_type(const struct packing *place, const struct specs *specs,
               const struct derivation *step, const struct mark *marks, struct field *field)
{
    const struct mark *len = mark_find(marks, MARK_LEN);
    bool is_array = step && step->kind == DERIVE_ARRAY;

    if (!step || (is_array && strcmp(place->what, "parameter") != 0)) {
        if (is_array)
            pack_refuse(place, DIAG_CANNOT_CROSS, step->range, "use a pointer with @len(n)",
                        "that is an array does not cross a process boundary in this version");
        else if (len)
            pack_refuse(place, DIAG_LEN, len->range, "@len goes with a pointer",
                        "with @len is no pointer");
        else
            return pack_value(place, specs, field);
        return false;
    }
    if (step->kind == DERIVE_FUNCTION || step->next) {
        pack_refuse(place, DIAG_CANNOT_CROSS, type_of(specs),
                    "send the data itself, or a number that stands for it",
                    step->kind == DERIVE_FUNCTION || step->next->kind == DERIVE_FUNCTION
                        ? "that is a function does not cross a process boundary"
                        : "of pointers to pointers does not cross a process boundary in this "
                          "version");
        return false;
    }
    return pack_pointer(place, specs, marks, field);
}
