/*
 * Growing byte buffer: the output of the generator and every text that is put together.
 */
#ifndef GEN_BASE_BUFFER_H
#define GEN_BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>

/* All zero is a valid empty buffer. `data` is NUL-terminated once anything was added, else NULL. */
struct buffer {
    char *data;
    size_t len, capacity;
};

void buffer_add(struct buffer *buffer, const char *bytes, size_t len);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), nonnull(2)));
void buffer_free(struct buffer *buffer);

#endif
