/*
 * What values own: strings, lists, messages behind pointers. A user's is freed (clear); a worker's
 * is freed after it was sent, unless it lies among the arguments (release).
 */
#include "crossing.h"

static void put_free(const struct crossing *at, const char *value, bool in_worker)
{
    if (in_worker)
        crossing_line(at, "unsync__serve_free(unsync__u, (void *) %s, unsync__free_memory);",
                      value);
    else
        crossing_line(at, "unsync__free_memory((void *) %s);", value);
}

static void put_plain(const struct crossing *at, const struct shape *shape, const char *value,
                      bool in_worker)
{
    if (shape->is_text)
        put_free(at, value, in_worker);
    else if (shape->is_checked)
        crossing_line(at, in_worker ? "UNSYNC__SERVE_FREE_TEXT(unsync__u, %s);"
                                    : "UNSYNC__FREE_TEXT(%s);", value);
}

static void put_pointer(const struct crossing *at, const struct shape *shape, const char *value,
                        bool in_worker)
{
    const char *name = shape->element->message->name;
    struct crossing inner = *at;

    if (!in_worker) {
        crossing_line(at, "%s_free((void *) %s);", name, value);
        return;
    }
    inner.level++;
    crossing_line(at, "if (%s != NULL) {", value);
    crossing_line(&inner, "unsync__message_%s_release(unsync__u, (void *) %s);", name, value);
    put_free(&inner, value, true);
    crossing_end(at);
}

static void put_owned(const struct crossing *at, const struct shape *shape, const char *value,
                      bool in_worker);

/* Only the compiler knows whether the elements are strings. */
static void put_elements(const struct crossing *at, const struct shape *shape, const char *value,
                         const char *count, const char *condition, bool in_worker)
{
    const struct shape *leaf = shape_leaf(shape->element);
    struct crossing outer = *at, inner;

    if (leaf->kind == SHAPE_PLAIN && leaf->is_checked)
        condition = ir_text(at->ir, "%s%sUNSYNC__ITEMS(%s) == UNSYNC__STRINGS", condition,
                            *condition ? " && " : "", crossing_item(at->ir, shape, value));
    if (*condition) {
        crossing_line(at, "if (%s)", condition);
        outer.level++;
    }
    value = crossing_loop(&outer, &inner, value, count);
    put_owned(&inner, shape->element, value, in_worker);
    crossing_end(&outer);
}

static void put_list(const struct crossing *at, const struct shape *shape, const char *value,
                     bool in_worker)
{
    if (shape_owns(shape->element))
        put_elements(at, shape, value, crossing_length(at, shape),
                     shape->kind == SHAPE_TAIL ? "" : ir_text(at->ir, "%s != NULL", value),
                     in_worker);
    if (shape->kind == SHAPE_LIST)
        put_free(at, value, in_worker);
}

static void put_owned(const struct crossing *at, const struct shape *shape, const char *value,
                      bool in_worker)
{
    crossing_put *again = in_worker ? put_release : put_clear;
    struct crossing inner;

    if (!shape_owns(shape))
        return;
    switch (shape->kind) {
    case SHAPE_PLAIN:
        put_plain(at, shape, value, in_worker);
        return;
    case SHAPE_BITS:
        return;
    case SHAPE_MESSAGE:
        crossing_line(at, in_worker ? "unsync__message_%s_release(unsync__u, (void *) &%s);"
                                    : "%s_clear((void *) &%s);", shape->message->name, value);
        return;
    case SHAPE_POINTER:
        put_pointer(at, shape, value, in_worker);
        return;
    case SHAPE_LIST:
    case SHAPE_TAIL:
        put_list(at, shape, value, in_worker);
        return;
    case SHAPE_ARRAY:
        put_elements(at, shape, value,
                     ir_text(at->ir, "sizeof %s / sizeof *%s", value, value), "", in_worker);
        return;
    case SHAPE_GROUP:
        inner = crossing_into(at, shape, value);
        crossing_fields_back(&inner, again);
        return;
    case SHAPE_UNION:
        crossing_switch(at, shape, value, again, "break;");
        return;
    }
}

void put_clear(const struct crossing *at, const struct shape *shape, const char *value)
{
    put_owned(at, shape, value, false);
}

void put_release(const struct crossing *at, const struct shape *shape, const char *value)
{
    put_owned(at, shape, value, true);
}
