/* show.c: see show.h. msgpack-c makes objects of the text, which are walked once; what is shown is
 * counted in characters. */
#include "show.h"

#include <inttypes.h>
#include <msgpack.h>
#include <stdarg.h>

enum { SHOWN_MAX = 600 };

struct view {
    FILE *out;
    int left; /* characters that may still be shown; below 0: the rest was left out */
};

__attribute__((format(printf, 2, 3))) static void show(struct view *view, const char *format, ...)
{
    va_list arguments;
    if (view->left < 0) return;
    va_start(arguments, format);
    view->left -= vfprintf(view->out, format, arguments);
    va_end(arguments);
    if (view->left < 0) fputs("...", view->out);
}

static void show_text(struct view *view, const char *text, size_t len)
{
    show(view, "\"");
    for (size_t i = 0; i < len && view->left >= 0; i++) {
        unsigned char byte = (unsigned char) text[i];
        if (byte == '\n')
            show(view, "\\n");
        else if (byte == '"' || byte == '\\')
            show(view, "\\%c", byte);
        else if (byte < ' ' || byte == 0x7f)
            show(view, "\\x%02x", byte);
        else
            show(view, "%c", byte);
    }
    show(view, "\"");
}

/* Blocks: numbers, most likely, but of which type is not said. */
static void show_bytes(struct view *view, const char *bytes, size_t len)
{
    show(view, "<%zu bytes", len);
    for (size_t i = 0; i < len && view->left >= 0; i++)
        show(view, i % 4 == 0 ? " %02x" : "%02x", (unsigned char) bytes[i]);
    show(view, ">");
}

static void show_object(struct view *view, const msgpack_object *object)
{
    switch (object->type) {
    case MSGPACK_OBJECT_NIL: show(view, "nil"); return;
    case MSGPACK_OBJECT_BOOLEAN: show(view, object->via.boolean ? "true" : "false"); return;
    case MSGPACK_OBJECT_POSITIVE_INTEGER: show(view, "%" PRIu64, object->via.u64); return;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER: show(view, "%" PRId64, object->via.i64); return;
    case MSGPACK_OBJECT_FLOAT32: show(view, "%.9g", object->via.f64); return;
    case MSGPACK_OBJECT_FLOAT64: show(view, "%.17g", object->via.f64); return;
    case MSGPACK_OBJECT_STR: show_text(view, object->via.str.ptr, object->via.str.size); return;
    case MSGPACK_OBJECT_BIN: show_bytes(view, object->via.bin.ptr, object->via.bin.size); return;
    case MSGPACK_OBJECT_ARRAY: break;
    default: show(view, "?"); return;
    }
    show(view, "[");
    for (uint32_t i = 0; i < object->via.array.size && view->left >= 0; i++) {
        if (i > 0) show(view, ", ");
        show_object(view, &object->via.array.ptr[i]);
    }
    show(view, "]");
}

size_t unsync__show_value(FILE *out, const void *text, size_t len)
{
    struct view view = {out, SHOWN_MAX};
    msgpack_unpacked unpacked;
    size_t at = 0;
    msgpack_unpacked_init(&unpacked);
    if (msgpack_unpack_next(&unpacked, text, len, &at) == MSGPACK_UNPACK_SUCCESS)
        show_object(&view, &unpacked.data);
    else
        show(&view, "?");
    msgpack_unpacked_destroy(&unpacked);
    return at;
}
