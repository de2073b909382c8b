/*
 * The table of diagnostics, and what the user wants to hear of it: -Werror, -Wno-NAME, --json, ...
 */
#ifndef GEN_BASE_DIAG_SETTINGS_H
#define GEN_BASE_DIAG_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "vector.h"

enum diag_id {
#define DIAGNOSTIC(id, name, severity, summary, explanation) DIAG_##id,
#include "../../annotations/diagnostics.def"
    DIAG_COUNT
};

enum diag_severity { DIAG_OFF, DIAG_WARNING, DIAG_ERROR };

struct diag_info {
    const char *name, *summary, *explanation;
    enum diag_severity severity;
};

extern const struct diag_info diag_table[DIAG_COUNT];

/* All zero are the defaults. */
struct diag_settings {
    bool off[DIAG_COUNT];
    enum { ERROR_AS_ALL, ERROR_YES, ERROR_NO } error[DIAG_COUNT]; /* -Werror=, -Wno-error= */
    bool all_errors;                /* -Werror */
    bool no_warnings;               /* -w */
    bool json, colour;
    VECTOR(const char *) unknown;   /* -W options with names that no warning has */
};

/* As -Werror and the like have it. */
enum diag_severity diag_severity_of(const struct diag_settings *settings, enum diag_id id);

/*
 * Takes `-w`, `-Werror`, `-Wno-error`, `-Wall`, and with a NAME `-WNAME`, `-Wno-NAME`,
 * `-Werror=NAME`, `-Wno-error=NAME`; the last one counts. False: the word is no such option. A name
 * that no warning has is kept in `unknown`.
 */
bool diag_settings_read(struct diag_settings *settings, const char *word);

/* The row with that name, or -1. `len`: of the name. */
int diag_find(const char *name, size_t len);

/* The name of a row that is spelled nearly so, of warnings only or of all; NULL: none is. */
const char *diag_suggest(const char *written, bool of_warnings);

/* What `--help NAME` prints, and `--help diagnostics`. False: no row has that name. */
bool diag_explain(const char *name, FILE *out);

#endif
