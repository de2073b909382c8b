#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "memory.h"

static void make_room(struct buffer *buffer, size_t more)
{
    size_t need = buffer->len + more + 1, capacity = buffer->capacity ? buffer->capacity : 256;

    if (need <= buffer->capacity)
        return;
    while (capacity < need)
        capacity += capacity / 2;
    buffer->data = memory_resize(buffer->data, capacity);
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t len)
{
    make_room(buffer, len);
    memcpy(buffer->data + buffer->len, bytes, len);
    buffer->len += len;
    buffer->data[buffer->len] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

/* Formats into the room that there is; most texts fit, only others are formatted twice. */
void buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
{
    enum { LIKELY = 200 };
    va_list again;
    size_t room, len;

    make_room(buffer, LIKELY);
    room = buffer->capacity - buffer->len;
    va_copy(again, args);
    len = format_text(buffer->data + buffer->len, room, format, args);
    if (len >= room) {
        make_room(buffer, len);
        format_text(buffer->data + buffer->len, len + 1, format, again);
    }
    va_end(again);
    buffer->len += len;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buffer_vprintf(buffer, format, args);
    va_end(args);
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer) {0};
}
