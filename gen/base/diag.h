/*
 * Diagnostics: `file:line:col: error: message`, the source line, a caret with the range underlined,
 * and a hint:
 *
 *     diag_error(diag, span, "'%s' has no handle", name->text);
 *     diag_hint(diag, "write 'await %s(...)'", name->text);   // of the message before
 *     diag_note(diag, other, "first marked here");
 *
 * A message never ends the run: the stage goes on to the next function and main looks at `errors`.
 */
#ifndef GEN_BASE_DIAG_H
#define GEN_BASE_DIAG_H

#include <stdio.h>

#include "source.h"

struct diag {
    struct source *source;
    FILE *out;
    uint32_t errors, warnings;
};

void diag_open(struct diag *diag, struct source *source, FILE *out);

void diag_error(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_warning(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_note(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
