/*
 * A report as people read it, after the manner of clang:
 *
 *     f.uc:9:5: error: this starts the task 'get' and drops its handle [dropped-handle]
 *         get(1);
 *         ^~~~~~
 *         await get(1)
 *         unsync_background(get(1))
 *     hint: ...
 *     f.uc:2:12: note: ...
 *
 * Columns are kept: a tab stands under a tab, a blank under a character of however many bytes. Of a
 * long line a window is shown, of a range over many lines the first two and the last.
 */
#include <string.h>

#include "buffer.h"
#include "diag.h"

enum { SHOWN_MAX = 160 }; /* bytes of a long source line around the caret */

static const char bold[] = "\033[1m", red[] = "\033[1;31m", magenta[] = "\033[1;35m",
                  cyan[] = "\033[1;36m", green[] = "\033[1;32m", plain[] = "\033[0m";

static void style(const struct diag *diag, const char *sequence)
{
    if (diag->settings && diag->settings->colour)
        fputs(sequence, diag->out);
}

static void styled(const struct diag *diag, const char *sequence, const char *text)
{
    style(diag, sequence);
    fputs(text, diag->out);
    style(diag, plain);
}

static bool continues(const struct source *source, uint32_t at)
{
    return (source->raw[at] & 0xC0) == 0x80;
}

/* ---- source lines ---- */

/* The part of the line that is shown: all of it, or a window around `at` on whole characters. */
static struct span shown_part(const struct source *source, struct span line, uint32_t at)
{
    uint32_t first = line.at, end = line.at + line.len;

    if (line.len <= SHOWN_MAX)
        return line;
    if (at - first > SHOWN_MAX / 2)
        first = at - SHOWN_MAX / 2;
    if (end - first > SHOWN_MAX)
        end = first + SHOWN_MAX;
    while (first > line.at && first < at && continues(source, first))
        first++;
    while (end < line.at + line.len && continues(source, end))
        end++;
    return (struct span) {first, end - first};
}

static void print_bytes(const struct diag *diag, struct span span)
{
    for (uint32_t i = 0; i < span.len; i++) {
        char c = diag->source->raw[span.at + i];

        fputc(c ? c : ' ', diag->out);
    }
}

/* White space as wide as the text from..to; returns its width in characters. */
static uint32_t print_indent(const struct diag *diag, uint32_t from, uint32_t to)
{
    uint32_t width = 0;

    for (uint32_t i = from; i < to; i++)
        if (!continues(diag->source, i)) {
            fputc(diag->source->raw[i] == '\t' ? '\t' : ' ', diag->out);
            width++;
        }
    return width;
}

/* One line, and below it the part from..end underlined; `first`: the character under `from`. */
static void print_line(const struct diag *diag, struct span shown, uint32_t from, uint32_t end,
                       char first)
{
    uint32_t shown_end = shown.at + shown.len;

    print_bytes(diag, shown);
    fputc('\n', diag->out);
    print_indent(diag, shown.at, from);
    style(diag, green);
    fputc(first, diag->out);
    for (uint32_t i = from + 1; i < end && i < shown_end; i++)
        if (!continues(diag->source, i))
            fputc('~', diag->out);
    style(diag, plain);
    fputc('\n', diag->out);
}

/* A line inside a range that began above: underlined from its first word. */
static void print_next_line(const struct diag *diag, uint32_t number, uint32_t end)
{
    struct span line = source_line(diag->source, number);
    uint32_t from = line.at;

    while (from < line.at + line.len && strchr(" \t", diag->source->raw[from]))
        from++;
    if (from >= end || from == line.at + line.len)
        return;
    print_line(diag, shown_part(diag->source, line, from), from, end, '~');
}

static void print_other_lines(const struct diag *diag, struct span span, uint32_t first)
{
    uint32_t end = span.at + span.len, last;

    if (!span.len)
        return;
    last = source_position(diag->source, end - 1).line;
    if (last > first)
        print_next_line(diag, first + 1, end);
    if (last > first + 2)
        fputs("...\n", diag->out);
    if (last > first + 1)
        print_next_line(diag, last, end);
}

/* ---- fix-its ---- */

static void add_source(const struct diag *diag, struct buffer *out, uint32_t from, uint32_t to)
{
    if (to > from)
        buffer_add(out, diag->source->raw + from, to - from);
}

/* The text that the edits make of what stands at `from`..`to`, which may lie inside of them. */
static void print_edited(const struct diag *diag, const struct diag_edit *edit, uint32_t from,
                         uint32_t to)
{
    struct buffer out = {0};

    for (; edit; edit = edit->next) {
        add_source(diag, &out, from, edit->span.at);
        buffer_text(&out, edit->text);
        from = edit->span.at + edit->span.len;
    }
    add_source(diag, &out, from, to);
    while (out.len && out.data[out.len - 1] == ' ')
        out.len--;
    fwrite(out.data ? out.data : "", 1, out.len, diag->out);
    buffer_free(&out);
}

static bool is_in_line(struct span line, const struct diag_edit *edit)
{
    for (; edit; edit = edit->next)
        if (edit->span.at < line.at || edit->span.at + edit->span.len > line.at + line.len)
            return false;
    return true;
}

/*
 * Below the line: the range of the message as the edits make it, or what is inserted elsewhere;
 * dashes below what is only removed.
 */
static void print_fix(const struct diag *diag, struct span shown, struct span range,
                      const struct diag_fix *fix)
{
    const struct diag_edit *edit = fix->edits;
    uint32_t from = edit->span.at, to = from;
    bool touches = range.at <= from && from <= range.at + range.len;

    if (touches) {
        from = range.at;
        to = range.at + range.len;
    }
    print_indent(diag, shown.at, !edit->next && !*edit->text ? edit->span.at : from);
    style(diag, green);
    if (edit->next || *edit->text)
        print_edited(diag, edit, from, to);
    else
        for (uint32_t i = 0; i < edit->span.len; i++)
            fputc('-', diag->out);
    style(diag, plain);
    fputc('\n', diag->out);
}

static void print_fixes(const struct diag *diag, struct span line, struct span shown,
                        struct span range, const struct diag_fix *fix)
{
    if (range.at + range.len > line.at + line.len)
        range.len = line.at + line.len - range.at;
    for (; fix; fix = fix->next)
        if (fix->edits && is_in_line(line, fix->edits) && fix->edits->span.at >= shown.at)
            print_fix(diag, shown, range, fix);
}

/* An alternative that changes another line than the one the message is about. */
static void print_far_fixes(const struct diag *diag, struct span line, const struct diag_fix *fix)
{
    for (; fix; fix = fix->next) {
        struct position place;
        struct span other, shown;

        if (!fix->edits || is_in_line(line, fix->edits))
            continue;
        place = source_position(diag->source, fix->edits->span.at);
        other = source_line(diag->source, place.line);
        shown = shown_part(diag->source, other, fix->edits->span.at);
        fprintf(diag->out, "%s:%u:%u: fix: %s\n", diag->source->path, place.line, place.column,
                fix->title);
        print_bytes(diag, shown);
        fputc('\n', diag->out);
        print_fix(diag, shown, (struct span) {DIAG_NOWHERE, 0}, fix);
    }
}

/* ---- the parts ---- */

/* The head of a message: place, kind; and below its text the source. */
static void print_place(const struct diag *diag, struct span span)
{
    style(diag, bold);
    if (span.at == DIAG_NOWHERE) {
        fputs("unsync: ", diag->out);
    } else {
        struct position position = source_position(diag->source, span.at);

        fprintf(diag->out, "%s:%u:%u: ", diag->source->path, position.line, position.column);
    }
    style(diag, plain);
}

static void print_source(const struct diag *diag, struct span span, const struct diag_fix *fixes)
{
    struct position position;
    struct span line, shown;

    if (span.at == DIAG_NOWHERE)
        return;
    position = source_position(diag->source, span.at);
    line = source_line(diag->source, position.line);
    shown = shown_part(diag->source, line, span.at);
    print_line(diag, shown, span.at, span.at + span.len, '^');
    print_fixes(diag, line, shown, span, fixes);
    print_other_lines(diag, span, position.line);
    print_far_fixes(diag, line, fixes);
}

/* " [-Wname]" behind what was a warning, " [name]" behind an error. */
static void print_name(const struct diag *diag, const struct diag_report *report)
{
    const struct diag_info *info = &diag_table[report->id];

    fprintf(diag->out, " [%s%s]\n",
            info->severity == DIAG_ERROR      ? ""
            : report->severity == DIAG_ERROR ? "-Werror="
                                             : "-W",
            info->name);
}

void diag_print_text(struct diag *diag, const struct diag_report *report)
{
    bool is_error = report->severity == DIAG_ERROR;

    print_place(diag, report->span);
    styled(diag, is_error ? red : magenta, is_error ? "error: " : "warning: ");
    styled(diag, bold, report->text);
    print_name(diag, report);
    print_source(diag, report->span, report->fixes);
    for (const struct diag_remark *hint = report->hints; hint; hint = hint->next) {
        styled(diag, cyan, "hint: ");
        fprintf(diag->out, "%s\n", hint->text);
    }
    for (const struct diag_remark *note = report->notes; note; note = note->next) {
        print_place(diag, note->span);
        styled(diag, cyan, "note: ");
        fprintf(diag->out, "%s\n", note->text);
        print_source(diag, note->span, NULL);
    }
}
