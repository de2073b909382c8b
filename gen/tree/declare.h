/*
 * Declare: the user's declarations said again, of another name: `int (*fp)(int)` as a member of a
 * frame, the result of a function, a parameter as the pointer that it is. The text is the user's
 * own, token for token, with something else where the name stood.
 */
#ifndef GEN_TREE_DECLARE_H
#define GEN_TREE_DECLARE_H

#include "ir.h"
#include "length.h"

enum declare_as {
    DECLARE_OBJECT,    /* a variable; its storage class, alignment and attributes are left out */
    DECLARE_RESULT,    /* what the function returns */
    DECLARE_PARAMETER, /* an array or function as the pointer that it becomes */
    DECLARE_ELEMENT    /* of an array or pointer: what x[0] is */
};

/*
 * `name` "": a type name. `count`: what stands between the brackets of the outermost array if
 * they are empty there, or NULL.
 */
const char *declare(struct view view, const struct specs *specs,
                    const struct declarator *declarator, enum declare_as as, const char *name,
                    const char *count);

/* The declarator alone, to follow another one of the same declaration. */
const char *declare_more(struct view view, const struct declarator *declarator, enum declare_as as,
                         const char *name, const char *count);

/* What can be told of an object's type from its declaration and the facts. */
enum type_class {
    CLASS_SCALAR,    /* arithmetic, enum or pointer */
    CLASS_AGGREGATE, /* struct or union */
    CLASS_ARRAY,
    CLASS_FUNCTION,
    CLASS_VOID,
    CLASS_UNKNOWN    /* typeof, or a typedef that nothing is known of */
};
enum type_class declared_class(const struct specs *specs, const struct declarator *declarator);

/* What remains after `skip` (NULL: nothing was taken off; else the steps before it are). */
enum type_class remaining_class(const struct specs *specs, const struct derivation *step);

/* "_Alignas(64) " or what else asks for more alignment, to stand before a member; else "". */
const char *declared_alignment(struct view view, const struct specs *specs,
                               const struct declarator *declarator);

/* Whether the function's value is set by an assignment. */
bool declared_scalar_result(const struct function *function);

/* Whether the object itself is const; of an array: whether its elements are. */
bool remaining_const(const struct specs *specs, const struct derivation *step);
bool declared_const(const struct specs *specs, const struct declarator *declarator);

#endif
