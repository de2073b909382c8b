/*
 * Collecting. A report that is turned off leaves `last` NULL, so that its hints, notes and fixes go
 * nowhere.
 */
#include "diag.h"

#include <stdarg.h>
#include <string.h>

void diag_open(struct diag *diag, struct source *source, const struct diag_settings *settings,
               FILE *out)
{
    *diag = (struct diag) {.source = source, .settings = settings, .out = out};
}

static int compare_reports(const void *left, const void *right)
{
    const struct diag_report *a = *(struct diag_report *const *) left;
    const struct diag_report *b = *(struct diag_report *const *) right;

    if (a->span.at != b->span.at)
        return a->span.at < b->span.at ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* A statement that was written into several branches of an #if says the same for each. */
static bool is_said(const struct diag *diag, uint32_t index)
{
    const struct diag_report *report = diag->reports.list[index], *other;

    while (index-- > 0) {
        other = diag->reports.list[index];
        if (other->span.at != report->span.at || report->span.at == DIAG_NOWHERE)
            return false;
        if (other->id == report->id && other->span.len == report->span.len &&
            strcmp(other->text, report->text) == 0)
            return true;
    }
    return false;
}

void diag_close(struct diag *diag)
{
    if (diag->reports.count)
        qsort(diag->reports.list, diag->reports.count, sizeof *diag->reports.list,
              compare_reports);
    for (uint32_t i = 0; i < diag->reports.count; i++)
        if (is_said(diag, i))
            continue;
        else if (diag->settings && diag->settings->json)
            diag_print_json(diag, diag->reports.list[i]);
        else
            diag_print_text(diag, diag->reports.list[i]);
    diag_drop(diag);
}

void diag_drop(struct diag *diag)
{
    vector_free(&diag->reports);
    arena_free(&diag->arena);
    diag->last = NULL;
}

/* ---- comments that turn a warning off ---- */

static const char head[] = "unsync: ignore(";

/* Whether the file says so anywhere. */
static bool has_ignores(struct diag *diag)
{
    if (diag->ignores == IGNORES_UNKNOWN)
        diag->ignores = memmem(diag->source->raw, diag->source->raw_len, head, sizeof head - 1)
                            ? IGNORES_SOME : IGNORES_NONE;
    return diag->ignores == IGNORES_SOME;
}

/* Whether a comment in text[0..len) says `unsync: ignore(a, b)` with the name among them. */
static bool line_ignores(const char *text, size_t len, const char *name)
{
    const char *at = memmem(text, len, head, sizeof head - 1), *end = text + len;
    const char *comment = memmem(text, len, "//", 2);

    if (!comment)
        comment = memmem(text, len, "/*", 2);
    if (!at || !comment || comment > at)
        return false;
    for (at += sizeof head - 1; at < end && *at != ')';) {
        size_t word = 0;

        while (at + word < end && !strchr(", )", at[word]))
            word++;
        if (word == strlen(name) && memcmp(at, name, word) == 0)
            return true;
        at += word ? word : 1;
    }
    return false;
}

/* Only a comment stands in the line, so that it speaks of the next. */
static bool is_comment_line(const char *text, size_t len)
{
    while (len && (*text == ' ' || *text == '\t')) {
        text++;
        len--;
    }
    return len >= 2 && *text == '/' && (text[1] == '/' || text[1] == '*');
}

static bool is_ignored(struct diag *diag, enum diag_id id, struct span span)
{
    struct source *source = diag->source;
    uint32_t number;
    struct span line;

    if (!source || span.at == DIAG_NOWHERE || !has_ignores(diag))
        return false;
    number = source_position(source, span.at).line;
    line = source_line(source, number);
    if (line_ignores(source->raw + line.at, line.len, diag_table[id].name))
        return true;
    if (number == 1)
        return false;
    line = source_line(source, number - 1);
    return is_comment_line(source->raw + line.at, line.len) &&
           line_ignores(source->raw + line.at, line.len, diag_table[id].name);
}

bool diag_is_off(struct diag *diag, enum diag_id id, struct span span)
{
    return diag_severity_of(diag->settings, id) == DIAG_OFF ||
           (diag_table[id].severity == DIAG_WARNING && is_ignored(diag, id, span));
}

/* ---- messages ---- */

/* The line for the end of the file, and no place where there is no source. */
static struct span settled(const struct diag *diag, struct span span)
{
    if (!diag->source)
        span.at = DIAG_NOWHERE;
    if (span.at == DIAG_NOWHERE)
        return (struct span) {DIAG_NOWHERE, 0};
    if (span.at > diag->source->raw_len)
        span.at = diag->source->raw_len;
    if (span.len > diag->source->raw_len - span.at)
        span.len = diag->source->raw_len - span.at;
    return span;
}

bool diag_report(struct diag *diag, enum diag_id id, struct span span, const char *format, ...)
{
    enum diag_severity severity = diag_severity_of(diag->settings, id);
    struct diag_report *report;
    va_list args;

    diag->last = NULL;
    span = settled(diag, span);
    if (diag_is_off(diag, id, span))
        return false;
    *(severity == DIAG_ERROR ? &diag->errors : &diag->warnings) += 1;
    report = ARENA_NEW(&diag->arena, struct diag_report);
    *report = (struct diag_report) {.id = id, .severity = severity, .span = span,
                                    .order = diag->reports.count};
    va_start(args, format);
    report->text = arena_vprintf(&diag->arena, format, args);
    va_end(args);
    *vector_push(&diag->reports) = report;
    diag->last = report;
    return true;
}

static void add_remark(struct diag *diag, struct diag_remark **end, struct span span,
                       const char *format, va_list args)
{
    while (*end)
        end = &(*end)->next;
    *end = ARENA_NEW(&diag->arena, struct diag_remark);
    (*end)->span = settled(diag, span);
    (*end)->text = arena_vprintf(&diag->arena, format, args);
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (diag->last)
        add_remark(diag, &diag->last->notes, span, format, args);
    va_end(args);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (diag->last)
        add_remark(diag, &diag->last->hints, (struct span) {DIAG_NOWHERE, 0}, format, args);
    va_end(args);
}

/* ---- fix-its ---- */

void diag_fix(struct diag *diag, const char *format, ...)
{
    struct diag_fix **end;
    va_list args;

    if (!diag->last)
        return;
    for (end = &diag->last->fixes; *end; end = &(*end)->next)
        ;
    *end = ARENA_NEW(&diag->arena, struct diag_fix);
    va_start(args, format);
    (*end)->title = arena_vprintf(&diag->arena, format, args);
    va_end(args);
}

static void add_edit(struct diag *diag, struct span span, const char *text)
{
    struct diag_fix *fix = diag->last->fixes;
    struct diag_edit **end;

    while (fix->next)
        fix = fix->next;
    for (end = &fix->edits; *end; end = &(*end)->next)
        ;
    *end = ARENA_NEW(&diag->arena, struct diag_edit);
    **end = (struct diag_edit) {.span = settled(diag, span), .text = text};
}

void diag_insert(struct diag *diag, uint32_t at, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (diag->last)
        add_edit(diag, (struct span) {at, 0}, arena_vprintf(&diag->arena, format, args));
    va_end(args);
}

void diag_replace(struct diag *diag, struct span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (diag->last)
        add_edit(diag, span, arena_vprintf(&diag->arena, format, args));
    va_end(args);
}

void diag_remove(struct diag *diag, struct span span)
{
    if (diag->last)
        add_edit(diag, span, "");
}
