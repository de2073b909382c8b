#include "body.h"

#include <string.h>

#include "../base/text.h"
#include "../tree/spell.h"

struct printer {
    struct writer *writer;
    const struct token *tokens;
    struct view view;
    bool in_macro; /* no directive may be put in */
    bool ends_in_directive; /* the tokens printed last: its line is still open */
};

/* ---- where a token stands in the file ---- */

/* The token whose white space and line count: of a macro call, its name. */
static const struct token *written(const struct printer *printer, uint32_t index)
{
    const struct unit *unit = printer->writer->ir->unit;
    const struct token *token = &printer->tokens[index];
    const struct call *call = token->call ? &unit->calls.list[token->call - 1] : NULL;

    return call && call->expanded.first == index ? &unit->raw.list[call->raw.first] : token;
}

static uint32_t line_at(const struct printer *printer, uint32_t at)
{
    return source_position(printer->writer->ir->unit->source, at).line;
}

static uint32_t line_of(const struct printer *printer, uint32_t index)
{
    const struct unit *unit = printer->writer->ir->unit;
    uint32_t last = unit->tokens.count - 1;

    return line_at(printer, printer->tokens[index < last ? index : last].at);
}

static void indent_like(struct printer *printer, uint32_t index, uint32_t level)
{
    struct source *source = printer->writer->ir->unit->source;
    struct span line = source_line(source, line_of(printer, index));
    uint32_t len = 0;

    while (len < line.len &&
           (source->raw[line.at + len] == ' ' || source->raw[line.at + len] == '\t'))
        len++;
    write_bytes(printer->writer, source->raw + line.at, len);
    while (level--)
        write_text(printer->writer, "    ");
}

/* ---- white space ---- */

/* The end of the comment at text[at]; `at` itself if there is none. */
static uint32_t skip_comment(const char *text, uint32_t len, uint32_t at)
{
    if (at + 1 >= len || text[at] != '/')
        return at;
    if (text[at + 1] == '/')
        while (at < len && text[at] != '\n')
            at++;
    else if (text[at + 1] == '*')
        for (at += 2; at < len && !(text[at - 1] == '/' && text[at - 2] == '*'); at++)
            ;
    return at;
}

/* The first line end of white space that is not inside a comment; `len` if there is none. */
static uint32_t first_line_end(const char *space, uint32_t len)
{
    uint32_t at = 0, next;

    while (at < len && space[at] != '\n') {
        next = skip_comment(space, len, at);
        at = next > at ? next : at + 1;
    }
    return at;
}

/* The white space before a token, so that the token is on its line. */
static void put_space(struct printer *printer, uint32_t index)
{
    struct writer *writer = printer->writer;
    const struct token *token = written(printer, index);
    const char *space = token->text - token->space;
    uint32_t len = token->space, line = line_at(printer, token->at), end;

    if (printer->in_macro || (writer->in_user_file && writer_line(writer) &&
                              writer_line(writer) + text_lines(space, space + len) == line)) {
        write_bytes(writer, space, len);
        return;
    }
    end = first_line_end(space, len);
    write_bytes(writer, space, end);
    if (end < len) {
        write_user_line(writer, line - text_lines(space + end + 1, space + len));
        write_bytes(writer, space + end + 1, len - end - 1);
    } else {
        write_user_line(writer, line);
        indent_like(printer, index, 0);
    }
}

/* ---- tokens ---- */

static bool is_conditional(const struct token *directive)
{
    const char *word = directive->text, *end = word + directive->len;

    while (word < end && !(*word >= 'a' && *word <= 'z'))
        word++;
    return end - word >= 2 && (word[0] == 'i' || word[0] == 'e') && word[1] != 'r' &&
           strncmp(word, "include", 7) != 0 && strncmp(word, "ident", 5) != 0;
}

/* Branches of an #if take different numbers of lines once glue stands in them. */
static void put_directive(struct printer *printer, uint32_t index)
{
    const struct token *token = &printer->tokens[index];

    write_break(printer->writer);
    write_bytes(printer->writer, token->text, token->len);
    if (printer->writer->out->data[printer->writer->out->len - 1] != '\n' &&
        !memchr(printer->tokens[index + 1].text - printer->tokens[index + 1].space, '\n',
                printer->tokens[index + 1].space))
        write_text(printer->writer, "\n");
    if (is_conditional(token))
        writer_lose_line(printer->writer);
}

/* Where the line can be corrected: a token of the file at the begin of a line, or a directive. */
static bool begins_chunk(const struct printer *printer, uint32_t index)
{
    const struct token *token = &printer->tokens[index];

    if (token->kind == TOKEN_DIRECTIVE || printer->tokens[index - 1].kind == TOKEN_DIRECTIVE)
        return true;
    return token->flags & TOKEN_LINE_START && !token->call && !printer->tokens[index - 1].call;
}

/* Prints one chunk without the white space before it; returns its end. */
static uint32_t put_chunk(struct printer *printer, struct range range)
{
    struct range chunk = {range.first, range.first + 1};

    if (printer->tokens[chunk.first].kind == TOKEN_DIRECTIVE) {
        put_directive(printer, chunk.first);
        return chunk.end;
    }
    while (chunk.end < range.end && (printer->in_macro || !begins_chunk(printer, chunk.end)))
        chunk.end++;
    spell_range(printer->writer->out, printer->writer->ir->unit, chunk, view_token,
                &printer->view);
    return chunk.end;
}

static bool is_replaced_by_nothing(struct printer *printer, uint32_t index)
{
    const char *text = view_token(&printer->view, index);

    return text && !*text;
}

static bool is_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `struct {...}x` whose body moved: a blank keeps what is left of it apart. */
static void keep_apart(struct printer *printer, uint32_t index)
{
    const struct buffer *out = printer->writer->out;

    if (out->len && is_word(out->data[out->len - 1]) && is_word(printer->tokens[index].text[0]))
        write_text(printer->writer, " ");
}

static void put_tokens(struct printer *printer, struct range range, bool with_space)
{
    while (range.first < range.end) {
        if (is_replaced_by_nothing(printer, range.first)) {
            range.first++;
            with_space = true;
            continue;
        }
        if (with_space) {
            put_space(printer, range.first);
            keep_apart(printer, range.first);
        }
        range.first = put_chunk(printer, range);
        with_space = true;
    }
}

/* ---- ops ---- */

static void put_op(struct printer *printer, const struct op *op)
{
    struct writer *writer = printer->writer;

    switch (op->kind) {
    case OP_TOKENS:
        printer->view.hole = op->hole;
        printer->in_macro = op->in_macro;
        if (!op->with_space && !op->in_macro &&
            writer_line(writer) != line_of(printer, op->range.first)) {
            write_user_line(writer, line_of(printer, op->range.first));
            indent_like(printer, op->range.first, 0);
        }
        put_tokens(printer, op->range, op->with_space);
        printer->in_macro = false;
        break;
    case OP_TEXT:
        if (printer->ends_in_directive)
            write_text(writer, "\n");
        write_text(writer, op->text);
        break;
    case OP_DIRECTIVE:
        write_break(writer);
        writef(writer, "%s\n", op->text);
        if (op->text[1] != 'd') /* not a marker's #define: branches differ in lines */
            writer_lose_line(writer);
        break;
    case OP_SPACE:
        put_space(printer, op->range.first);
        break;
    case OP_LINE:
        write_user_line(writer, line_of(printer, op->range.first));
        indent_like(printer, op->range.end, op->level);
        break;
    }
}

static struct printer new_printer(struct writer *writer)
{
    return (struct printer) {.writer = writer, .tokens = writer->ir->unit->tokens.list,
                             .view = {.ir = writer->ir}};
}

void emit_ops(struct writer *writer, const struct function *function)
{
    struct printer printer = new_printer(writer);

    for (uint32_t i = 0; i < function->ops.count; i++) {
        const struct op *op = &function->ops.list[i];

        put_op(&printer, op);
        printer.ends_in_directive =
            op->kind == OP_TOKENS && op->range.first < op->range.end &&
            printer.tokens[op->range.end - 1].kind == TOKEN_DIRECTIVE &&
            writer->out->data[writer->out->len - 1] != '\n';
    }
}

void emit_range(struct writer *writer, struct range range)
{
    struct printer printer = new_printer(writer);

    put_tokens(&printer, range, true);
}
