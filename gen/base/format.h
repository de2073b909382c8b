/*
 * Format: vsnprintf for the few conversions that the generator's own text needs: %s %.*s %u %d %c
 * %%. The C library's would take a sixth of the run; whatever else stands in a format is left to
 * it.
 */
#ifndef GEN_BASE_FORMAT_H
#define GEN_BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf, `room` not 0: gives the length that there is, cut or not. */
size_t format_text(char *to, size_t room, const char *format, va_list args);

#endif
