#include "writer.h"

#include <stdarg.h>
#include <string.h>

#include "../base/text.h"
#include "../tree/condition.h"

/* #pragma pack or _Pragma("pack ..."), anywhere in the file. */
static bool says_pack(const char *text)
{
    while ((text = strstr(text, "ragma")) != NULL) {
        size_t line = strcspn(text, "\n");
        const char *pack = strstr(text, "pack");

        if (pack && pack < text + line)
            return true;
        text += line;
    }
    return false;
}

/* Quoted, for the whole file: it stands in each directive. */
static const char *kept_name(struct ir *ir, const char *name)
{
    const char *quoted = ir_quoted(ir, name);

    return arena_copy(&ir->unit->kept, quoted, strlen(quoted));
}

void writer_open(struct writer *writer, struct buffer *out, struct ir *ir, const char *output)
{
    const char *slash = strrchr(output, '/');

    *writer = (struct writer) {.out = out, .ir = ir, .own_line = 1, .line = 1,
                               .user_file = kept_name(ir, ir->unit->source->path),
                               .own_file = kept_name(ir, slash ? slash + 1 : output),
                               .has_packing = says_pack(ir->unit->source->raw)};
}

/* Lines are counted when somebody asks for them. */
static void catch_up(struct writer *writer)
{
    const struct buffer *out = writer->out;
    uint32_t lines;

    if (writer->counted == out->len)
        return;
    lines = text_lines(out->data + writer->counted, out->data + out->len);
    writer->own_line += lines;
    writer->line += writer->line ? lines : 0;
    writer->counted = out->len;
}

uint32_t writer_line(struct writer *writer)
{
    catch_up(writer);
    return writer->line;
}

void write_bytes(struct writer *writer, const char *bytes, size_t len)
{
    buffer_add(writer->out, bytes, len);
}

void write_text(struct writer *writer, const char *text)
{
    write_bytes(writer, text, strlen(text));
}

void writef(struct writer *writer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buffer_vprintf(writer->out, format, args);
    va_end(args);
}

/* Ends the line without blanks at its end. */
void write_break(struct writer *writer)
{
    struct buffer *out = writer->out;

    if (!out->len || out->data[out->len - 1] == '\n')
        return;
    while (out->len && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\t'))
        out->data[--out->len] = '\0';
    if (writer->counted > out->len)
        writer->counted = out->len;
    if (out->len && out->data[out->len - 1] != '\n')
        write_bytes(writer, "\n", 1);
}

static void put_directive(struct writer *writer, uint32_t line, const char *file)
{
    writef(writer, "#line %u%s%s\n", line, file ? " " : "", file ? file : "");
    catch_up(writer);
    writer->line = line;
}

void write_user_line(struct writer *writer, uint32_t line)
{
    write_break(writer);
    if (!writer->in_user_file)
        put_directive(writer, line, writer->user_file);
    else if (writer_line(writer) != line)
        put_directive(writer, line, NULL);
    writer->in_user_file = true;
}

void write_own_line(struct writer *writer)
{
    write_break(writer);
    catch_up(writer);
    if (writer->in_user_file)
        put_directive(writer, writer->own_line + 1, writer->own_file);
    writer->in_user_file = false;
}

void write_packing(struct writer *writer, bool begins)
{
    if (writer->has_packing)
        write_text(writer, begins ? "#pragma pack(push)\n#pragma pack()\n"
                                  : "#pragma pack(pop)\n");
}

void write_condition(struct writer *writer, const struct condition **open,
                     const struct condition *condition)
{
    bool is_same = *open && condition && strcmp((*open)->begin, condition->begin) == 0;

    if (*open && !is_same)
        write_text(writer, (*open)->end);
    if (condition && !is_same)
        write_text(writer, condition->begin);
    *open = condition;
}

void writer_forget(struct writer *writer, size_t len)
{
    struct buffer *out = writer->out;

    catch_up(writer);
    memmove(out->data, out->data + len, out->len - len + 1);
    out->len -= len;
    writer->counted -= len;
}

void writer_lose_line(struct writer *writer)
{
    catch_up(writer);
    writer->line = 0;
}
