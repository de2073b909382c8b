#include "diag.h"

#include <stdarg.h>
#include <string.h>

enum { SHOWN_MAX = 160 }; /* bytes of a long source line around the caret */

void diag_open(struct diag *diag, struct source *source, FILE *out)
{
    *diag = (struct diag) {.source = source, .out = out};
}

/*
 * The part of the line that is shown: all of it, or a window around the caret on whole characters.
 */
static struct span shown_part(const struct source *source, struct span line, uint32_t at)
{
    uint32_t first = line.at, end = line.at + line.len;

    if (line.len <= SHOWN_MAX)
        return line;
    if (at - first > SHOWN_MAX / 2)
        first = at - SHOWN_MAX / 2;
    if (end - first > SHOWN_MAX)
        end = first + SHOWN_MAX;
    while (first > line.at && first < at && (source->raw[first] & 0xC0) == 0x80)
        first++;
    while (end < line.at + line.len && (source->raw[end] & 0xC0) == 0x80)
        end++;
    return (struct span) {first, end - first};
}

/* Columns are kept: a tab under a tab, a blank under a character of however many bytes. */
static void print_caret(const struct diag *diag, struct span shown, struct span span)
{
    const char *raw = diag->source->raw;
    uint32_t end = span.at + span.len, shown_end = shown.at + shown.len;

    for (uint32_t i = shown.at; i < span.at; i++)
        if ((raw[i] & 0xC0) != 0x80)
            fputc(raw[i] == '\t' ? '\t' : ' ', diag->out);
    fputc('^', diag->out);
    for (uint32_t i = span.at + 1; i < end && i < shown_end; i++)
        if ((raw[i] & 0xC0) != 0x80)
            fputc('~', diag->out);
    fputc('\n', diag->out);
}

static void report(struct diag *diag, struct span span, const char *kind, const char *format,
                   va_list args)
{
    struct source *source = diag->source;
    struct position position;
    struct span line, shown;

    if (span.at > source->raw_len)
        span.at = source->raw_len;
    position = source_position(source, span.at);
    line = source_line(source, position.line);
    shown = shown_part(source, line, span.at);
    fprintf(diag->out, "%s:%u:%u: %s: ", source->path, position.line, position.column, kind);
    vfprintf(diag->out, format, args);
    fputc('\n', diag->out);
    for (uint32_t i = 0; i < shown.len; i++) {
        char c = source->raw[shown.at + i];

        fputc(c ? c : ' ', diag->out);
    }
    fputc('\n', diag->out);
    print_caret(diag, shown, span);
}

void diag_error(struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(diag, span, "error", format, args);
    va_end(args);
    diag->errors++;
}

void diag_warning(struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(diag, span, "warning", format, args);
    va_end(args);
    diag->warnings++;
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(diag, span, "note", format, args);
    va_end(args);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("hint: ", diag->out);
    vfprintf(diag->out, format, args);
    fputc('\n', diag->out);
    va_end(args);
}
