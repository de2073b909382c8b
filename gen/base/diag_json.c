/*
 * A report as one JSON object in one line, for editors and scripts. annotations/diagnostics.md says
 * what its members mean. Bytes that are no UTF-8 become U+FFFD, so that each line is JSON whatever
 * the source holds.
 */
#include <string.h>

#include "diag.h"

/* The length of the UTF-8 character at text, 0: it is none. */
static size_t character_len(const char *text)
{
    unsigned char lead = (unsigned char) *text;
    size_t len = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3
                 : lead < 0xF5 ? 4 : 0;

    for (size_t i = 1; i < len; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

static void print_string(FILE *out, const char *text)
{
    fputc('"', out);
    while (*text) {
        size_t len = character_len(text);

        if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if ((unsigned char) *text < ' ')
            fprintf(out, "\\u%04x", *text);
        else if (len)
            fwrite(text, 1, len, out);
        else
            fputs("\\ufffd", out);
        text += len ? len : 1;
    }
    fputc('"', out);
}

static void print_member(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    if (text)
        print_string(out, text);
    else
        fputs("null", out);
}

/* Lines and columns from 1, the end exclusive; null for a message about no place. */
static void print_range(const struct diag *diag, struct span span)
{
    struct position begin, end;

    if (span.at == DIAG_NOWHERE) {
        fputs("\"file\":null", diag->out);
        return;
    }
    begin = source_position(diag->source, span.at);
    end = source_position(diag->source, span.at + span.len);
    fputs("\"file\":", diag->out);
    print_string(diag->out, diag->source->path);
    fprintf(diag->out,
            ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u,\"offset\":%u,"
            "\"length\":%u",
            begin.line, begin.column, end.line, end.column, span.at, span.len);
}

static void print_remarks(const struct diag *diag, const struct diag_remark *remark, bool has_place)
{
    for (const char *comma = ""; remark; remark = remark->next, comma = ",") {
        fputs(comma, diag->out);
        if (has_place) {
            fputc('{', diag->out);
            print_range(diag, remark->span);
            print_member(diag->out, "message", remark->text);
            fputc('}', diag->out);
        } else {
            print_string(diag->out, remark->text);
        }
    }
}

static void print_fixes(const struct diag *diag, const struct diag_fix *fix)
{
    for (const char *comma = ""; fix; fix = fix->next, comma = ",") {
        const char *between = "";

        fprintf(diag->out, "%s{\"title\":", comma);
        print_string(diag->out, fix->title);
        fputs(",\"edits\":[", diag->out);
        for (const struct diag_edit *edit = fix->edits; edit; edit = edit->next, between = ",") {
            fprintf(diag->out, "%s{", between);
            print_range(diag, edit->span);
            print_member(diag->out, "text", edit->text);
            fputc('}', diag->out);
        }
        fputs("]}", diag->out);
    }
}

void diag_print_json(struct diag *diag, const struct diag_report *report)
{
    fputc('{', diag->out);
    print_range(diag, report->span);
    print_member(diag->out, "severity", report->severity == DIAG_ERROR ? "error" : "warning");
    print_member(diag->out, "name", diag_table[report->id].name);
    print_member(diag->out, "message", report->text);
    fputs(",\"hints\":[", diag->out);
    print_remarks(diag, report->hints, false);
    fputs("],\"notes\":[", diag->out);
    print_remarks(diag, report->notes, true);
    fputs("],\"fixits\":[", diag->out);
    print_fixes(diag, report->fixes);
    fputs("]}\n", diag->out);
}
