#include "pieces.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* ---- one piece ---- */

struct reader {
    const char *at, *end;
    bool line_start;
};

static bool begins(const struct reader *reader, const char *text)
{
    size_t len = strlen(text);

    return (size_t) (reader->end - reader->at) >= len && memcmp(reader->at, text, len) == 0;
}

/* Up to `text` and over it; to the end if it is not there. */
static void skip_to(struct reader *reader, const char *text)
{
    while (reader->at < reader->end && !begins(reader, text))
        reader->at++;
    if (reader->at < reader->end)
        reader->at += strlen(text);
}

static void skip_line(struct reader *reader)
{
    while (reader->at < reader->end && *reader->at != '\n')
        reader->at += *reader->at == '\\' && reader->at + 1 < reader->end ? 2 : 1;
}

static void skip_space(struct reader *reader)
{
    for (; reader->at < reader->end; reader->at++) {
        if (begins(reader, "//")) {
            skip_line(reader);
        } else if (begins(reader, "/*")) {
            skip_to(reader, "*/");
        } else if (!isspace((unsigned char) *reader->at)) {
            return;
        }
        if (reader->at == reader->end)
            return;
        reader->line_start |= *reader->at == '\n';
        if (!isspace((unsigned char) *reader->at))
            reader->at--;
    }
}

static bool is_word(char c)
{
    return isalnum((unsigned char) c) || c == '_' || c == '$' || (unsigned char) c >= 0x80;
}

static void skip_literal(struct reader *reader, char quote)
{
    for (reader->at++; reader->at < reader->end && *reader->at != '\n'; reader->at++) {
        if (*reader->at == quote) {
            reader->at++;
            return;
        }
        if (*reader->at == '\\' && reader->at + 1 < reader->end)
            reader->at++;
    }
}

static void skip_word(struct reader *reader)
{
    static const char *const longer[] = {"<<=", ">>=", "...", "->", "++", "--", "&&", "||", "==",
                                         "!=", "<=", ">=", "+=", "-=", "*=", "##", "<<", ">>"};
    char c = *reader->at;

    if (c == '#' && reader->line_start) {
        skip_line(reader);
    } else if (c == '"' || c == '\'') {
        skip_literal(reader, c);
    } else if (is_word(c) || c == '@') {
        do
            reader->at++;
        while (reader->at < reader->end && is_word(*reader->at));
    } else {
        size_t len = 1;

        for (size_t i = 0; i < sizeof longer / sizeof *longer && len == 1; i++)
            if (begins(reader, longer[i]))
                len = strlen(longer[i]);
        reader->at += len;
    }
}

void pieces_read(struct pieces *pieces, const char *text, size_t len)
{
    struct reader reader = {text, text + len, true};

    pieces->text = text;
    pieces->count = 0;
    while (reader.at < reader.end && pieces->count < PIECES_MAX) {
        struct piece *piece = &pieces->list[pieces->count];

        piece->at = (uint32_t) (reader.at - text);
        skip_space(&reader);
        if (reader.at == reader.end)
            return;
        piece->word = (uint32_t) (reader.at - text);
        piece->first = *reader.at;
        skip_word(&reader);
        if (reader.at > reader.end)
            reader.at = reader.end;
        reader.line_start = false;
        piece->end = (uint32_t) (reader.at - text);
        pieces->count++;
    }
}

/* ---- runs of them ---- */

static int depth_of(char c)
{
    return strchr("([{", c) && c ? 1 : strchr(")]}", c) && c ? -1 : 0;
}

struct run pieces_group(const struct pieces *pieces, uint32_t bracket)
{
    struct run run = {bracket, bracket};
    int depth = 0;

    do
        depth += depth_of(pieces->list[run.end++].first);
    while (depth > 0 && run.end < pieces->count);
    return run;
}

static bool ends_statement(char c)
{
    return c == ';' || c == '{' || c == '}' || c == '#';
}

struct run pieces_statement(const struct pieces *pieces, uint32_t at)
{
    struct run run = {at, at};

    while (run.first && !ends_statement(pieces->list[run.first - 1].first))
        run.first--;
    for (run.end = run.first; run.end < pieces->count;) {
        char c = pieces->list[run.end].first;

        run.end = depth_of(c) > 0 ? pieces_group(pieces, run.end).end : run.end + 1;
        if (c == ';' || c == '{' || c == '}')
            break;
    }
    return run;
}
