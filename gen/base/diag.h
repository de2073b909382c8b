/*
 * Diagnostics: what is said about the user's program. Each has a row in annotations/diagnostics.def
 * with its name, its severity and what `unsync --help NAME` explains.
 *
 *     diag_report(diag, DIAG_DROPPED_HANDLE, span, "'%s' has no handle", name->text);
 *     diag_hint(diag, "write 'await %s(...)'", name->text); // of the message before, as are:
 *     diag_note(diag, other, "first marked here");
 *     diag_fix(diag, "wait for it");                        // an alternative, made of edits:
 *     diag_insert(diag, span.at, "await ");
 *
 * A message never ends the run: the stage goes on to the next function and main looks at `errors`.
 * Messages are kept, and printed by diag_close() in the order of the places they are about, in
 * whatever order the stages found them: as text (diag_text.c) or JSON (diag_json.c).
 *
 * What of all this is wanted is in the settings, read from options like -Werror (diag_settings.h).
 */
#ifndef GEN_BASE_DIAG_H
#define GEN_BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "arena.h"
#include "diag_settings.h"
#include "source.h"

/* One change of a fix-it: the bytes of the span are replaced by the text; either may be empty. */
struct diag_edit {
    struct span span;
    const char *text;
    struct diag_edit *next;
};

/* A way to mend it: all its edits together, in source order. */
struct diag_fix {
    const char *title;
    struct diag_edit *edits;
    struct diag_fix *next;
};

/* A second place, or a hint, which has none. */
struct diag_remark {
    struct span span;
    const char *text;
    struct diag_remark *next;
};

struct diag_report {
    enum diag_id id;
    enum diag_severity severity; /* as it counts: -Werror has been looked at */
    struct span span;            /* at == DIAG_NOWHERE: it is about no place */
    const char *text;
    struct diag_remark *hints, *notes;
    struct diag_fix *fixes;
    uint32_t order;
};

#define DIAG_NOWHERE UINT32_MAX

struct diag {
    struct source *source;               /* NULL: all messages are about no place */
    const struct diag_settings *settings;
    FILE *out;
    struct arena arena;
    VECTOR(struct diag_report *) reports; /* those that will be shown */
    struct diag_report *last;            /* what hints, notes, fixes belong to; NULL: not shown */
    uint32_t errors, warnings;
    /* comments `unsync: ignore(...)` */
    enum { IGNORES_UNKNOWN, IGNORES_NONE, IGNORES_SOME } ignores;
};

/* `settings` NULL: the defaults. `out` is where diag_close() prints; it is not closed. */
void diag_open(struct diag *diag, struct source *source, const struct diag_settings *settings,
               FILE *out);

/* Gives everything back, unprinted. */
void diag_drop(struct diag *diag);

/* Prints what was reported, in source order, and gives everything back but the two counts. */
void diag_close(struct diag *diag);

/*
 * The message of a row at a place. False: it is turned off, by an option or by a comment
 * `unsync: ignore(NAME)` in its line or alone in the line above.
 */
bool diag_report(struct diag *diag, enum diag_id id, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether it would be: for a place that a message is about in the end, but does not stand at. */
bool diag_is_off(struct diag *diag, enum diag_id id, struct span span);

/* Of the message before. */
void diag_note(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Begins a fix-it of the message before; `title` says in the imperative what it does. */
void diag_fix(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Edits of the fix-it before, in source order. */
void diag_insert(struct diag *diag, uint32_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_replace(struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_remove(struct diag *diag, struct span span);

/* The two forms of a report; for diag_close(). */
void diag_print_text(struct diag *diag, const struct diag_report *report);
void diag_print_json(struct diag *diag, const struct diag_report *report);

#endif
