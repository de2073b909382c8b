#include "emit.h"

#include <stdlib.h>
#include <string.h>

#include "../base/memory.h"
#include "../tree/codec.h"
#include "async.h"
#include "body.h"
#include "emit_codec.h"
#include "generator.h"
#include "interface.h"
#include "job.h"
#include "remote.h"

enum { HAND_OVER_SIZE = 64 * 1024 };

struct emitter {
    struct writer writer;
    struct ir *ir;
    struct output *output;
    struct buffer out;               /* what the writer wrote and the output has not got */
    const struct function *function; /* the next one, in the order of the items */
    const struct message *message;
    bool has_include, has_begun;
    uint32_t depth;                  /* in how many #if the text stands */
    uint32_t include_depth;          /* ... and the include of our header */
};

/* ---- text that passes through ---- */

static uint32_t line_at(const struct emitter *emitter, uint32_t at)
{
    return source_position(emitter->ir->unit->source, at).line;
}

/* The word of the directive whose # stands at `at`, if it is the first of its line; else "". */
static const char *directive_at(const char *raw, uint32_t at)
{
    uint32_t before = at;

    while (before && (raw[before - 1] == ' ' || raw[before - 1] == '\t'))
        before--;
    if (before && raw[before - 1] != '\n')
        return "";
    for (at++; raw[at] == ' ' || raw[at] == '\t'; at++)
        ;
    return raw + at;
}

/* Follows the #if of the text; a branch that ends takes an include in it along. */
static void follow_conditionals(struct emitter *emitter, uint32_t begin, uint32_t end)
{
    const char *raw = emitter->ir->unit->source->raw, *at = raw + begin;

    while ((at = memchr(at, '#', (size_t) (raw + end - at)))) {
        const char *word = directive_at(raw, (uint32_t) (at++ - raw));

        if (strncmp(word, "if", 2) == 0)
            emitter->depth++;
        if (strncmp(word, "el", 2) == 0 || strncmp(word, "endif", 5) == 0)
            emitter->has_include &= emitter->include_depth < emitter->depth;
        if (strncmp(word, "endif", 5) == 0 && emitter->depth)
            emitter->depth--;
    }
}

static void put_text(struct emitter *emitter, uint32_t begin, uint32_t end)
{
    struct writer *writer = &emitter->writer;
    uint32_t line = line_at(emitter, begin);

    if (!writer->in_user_file || writer_line(writer) != line)
        write_user_line(writer, line);
    write_bytes(writer, emitter->ir->unit->source->raw + begin, end - begin);
    follow_conditionals(emitter, begin, end);
}

/*
 * The marks of a type, and of the members that it is written with, as blanks, with the text before
 * them; returns where the text goes on.
 */
static uint32_t put_blanks(struct emitter *emitter, const struct specs *specs, uint32_t at)
{
    const struct unit *unit = emitter->ir->unit;

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next) {
        struct span span = unit_range_span(unit, piece->range);
        const struct decl *member =
            piece->kind == PIECE_TYPE && specs->tag ? specs->tag->members : NULL;

        for (; member; member = member->next) /* of this piece: there may be one type too many */
            if (member->specs && member->specs->range.first >= piece->range.first &&
                member->specs->range.end <= piece->range.end)
                at = put_blanks(emitter, member->specs, at);
        if (piece->kind != PIECE_MARK)
            continue;
        put_text(emitter, at, span.at);
        for (at = span.at; at < span.at + span.len; at++)
            write_text(&emitter->writer, unit->source->raw[at] == '\n' ? "\n" : " ");
    }
    return at;
}

/* A declaration without its marks: what is left keeps its lines and columns. */
static void put_unmarked(struct emitter *emitter, const struct item *item)
{
    const struct specs *specs = item->decl->specs;
    const struct derivation *type =
        item->decl->declarators ? declarator_function(item->decl->declarators) : NULL;
    uint32_t at = put_blanks(emitter, specs, item->begin);

    for (const struct param *param = type ? type->params : NULL; param; param = param->next)
        at = put_blanks(emitter, param->specs, at);
    put_text(emitter, at, item->end);
}

/* ---- items ---- */

static void put_include(struct emitter *emitter)
{
    if (emitter->has_include)
        return;
    emitter->has_include = true;
    emitter->include_depth = emitter->depth;
    write_own_line(&emitter->writer);
    write_text(&emitter->writer, emitter->ir->is_serial ? "#include <unsync_serial.h>\n"
                                                        : "#include <unsync_gen.h>\n");
}

/* Lines of a header that concern C++. */
static void put_in_header(struct emitter *emitter, const char *text)
{
    if (!emitter->ir->unit->is_header)
        return;
    write_own_line(&emitter->writer);
    write_text(&emitter->writer, text);
}

static void put_interface(struct emitter *emitter, const struct function *function, bool for_cxx)
{
    emitter->writer.is_for_cxx = for_cxx;
    if (function->is_generator)
        emit_generator_interface(&emitter->writer, function);
    else
        emit_interface(&emitter->writer, function);
    emitter->writer.is_for_cxx = false;
}

static void put_prototype(struct emitter *emitter, const struct function *function)
{
    put_in_header(emitter, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    if (emitter->ir->unit->is_header && needs_cxx_head(function)) {
        put_in_header(emitter, "#ifdef __cplusplus\n");
        put_interface(emitter, function, true);
        put_in_header(emitter, "#else\n");
        put_interface(emitter, function, false);
        put_in_header(emitter, "#endif\n");
    } else
        put_interface(emitter, function, false);
    put_in_header(emitter, "#ifdef __cplusplus\n}\n#endif\n");
}

/* The compiler knows the macros that the generator was not told of. */
static void put_unknowns(struct emitter *emitter, const struct function *function)
{
    struct writer *writer = &emitter->writer;
    const struct unit *unit = emitter->ir->unit;

    for (uint32_t i = 0; i < function->unknowns.count; i++) {
        const struct unknown *one = &function->unknowns.list[i];
        const char *name = one->callee->name->text;

        write_own_line(writer);
        writef(writer, "#ifdef %s\n", name);
        write_user_line(writer, line_at(emitter, unit_span(unit, one->callee->token).at));
        if (one->plain)
            writef(writer, "UNSYNC__HARMLESS(\"%s\", (%s), (%s))\n", name, one->quoted,
                   one->plain);
        else
            writef(writer, "#error '%s' is a macro: run unsync without --no-cpp\n", name);
        write_own_line(writer);
        write_text(writer, "#endif\n");
    }
}

static void put_function(struct emitter *emitter, const struct item *item)
{
    const struct function *function = emitter->function;

    emitter->function = function->next;
    put_include(emitter);
    if (item->kind == ITEM_PROTOTYPE) {
        if (function->is_main)
            put_unmarked(emitter, item);
        else
            put_prototype(emitter, function);
        return;
    }
    if (item->kind == ITEM_FOREIGN) {
        put_unmarked(emitter, item);
        write_break(&emitter->writer);
    }
    put_in_header(emitter, "#ifndef __cplusplus\n"); /* a definition is C */
    put_unknowns(emitter, function);
    if (function->is_generator)
        emit_generator(&emitter->writer, function);
    else if (function->is_remote)
        emit_remote(&emitter->writer, function);
    else if (function->mark->id == MARK_ASYNC)
        emit_async(&emitter->writer, function);
    else
        emit_job(&emitter->writer, function);
    put_in_header(emitter, "#endif\n");
}

/* Assertions about the members, on their lines; they are C. */
static void put_checks(struct emitter *emitter, const struct message *message)
{
    struct writer *writer = &emitter->writer;
    struct buffer checks = {0};

    if (message->is_foreign)
        emit_message_twin(&checks, emitter->ir, message);
    emit_message_checks(&checks, emitter->ir, message);
    if (checks.len) {
        put_in_header(emitter, "#ifndef __cplusplus\n");
        write_bytes(writer, checks.data, checks.len);
        writer->in_user_file = true;
        writer_lose_line(writer);
        put_in_header(emitter, "#endif\n");
    }
    buffer_free(&checks);
}

static void put_message(struct emitter *emitter, const struct item *item)
{
    const struct message *message = emitter->message;
    struct writer *writer = &emitter->writer;

    while (message && message->item != item)
        message = message->next;
    put_include(emitter);
    if (!message || !message->is_foreign)
        put_unmarked(emitter, item);
    write_break(writer);
    if (!message)
        return;
    put_checks(emitter, message);
    write_own_line(writer);
    emit_message(writer->out, emitter->ir, message);
    emitter->message = message;
}

/* Codecs that the item needs and that come later. */
static void put_ahead(struct emitter *emitter)
{
    for (const struct message *message = emitter->ir->messages; message; message = message->next) {
        if (!message->is_ahead)
            continue;
        put_include(emitter);
        write_own_line(&emitter->writer);
        emit_message_ahead(emitter->writer.out, emitter->ir, message);
    }
}

static void put_item(struct emitter *emitter, const struct item *item)
{
    if (item->kind != ITEM_TEXT)
        put_ahead(emitter);
    switch (item->kind) {
    case ITEM_TEXT:
        put_text(emitter, item->begin, item->end);
        break;
    case ITEM_MESSAGE:
        put_message(emitter, item);
        break;
    default:
        put_function(emitter, item);
    }
}

/* ---- the file ---- */

static bool includes_plain(const struct unit *unit)
{
    const char *name = "unsync_plain.h";

    for (uint32_t i = 0; i < unit->facts->files.count; i++) {
        const char *path = unit->facts->files.list[i];
        size_t len = strlen(path);

        if (len >= strlen(name) && strcmp(path + len - strlen(name), name) == 0)
            return true;
    }
    return !unit->facts->complete && strstr(unit->source->raw, name);
}

struct emitter *emit_open(struct output *output, struct ir *ir, const char *name)
{
    struct emitter *emitter = memory_new(sizeof *emitter);

    emitter->ir = ir;
    emitter->output = output;
    writer_open(&emitter->writer, &emitter->out, ir, name);
    return emitter;
}

/* Whole lines leave; what ends in the middle of one is still to be looked at. */
static void hand_over(struct emitter *emitter)
{
    struct buffer *out = &emitter->out;
    const char *end = out->len ? memrchr(out->data, '\n', out->len) : NULL;
    size_t len = end ? (size_t) (end + 1 - out->data) : 0;

    if (len < HAND_OVER_SIZE)
        return;
    output_add(emitter->output, out->data, len);
    writer_forget(&emitter->writer, len);
}

void emit_items(struct emitter *emitter)
{
    const struct unit *unit = emitter->ir->unit;

    if (!unit->is_annotated) { /* the only items are one text: the file */
        write_bytes(&emitter->writer, unit->source->raw, unit->source->raw_len);
        return;
    }
    if (!emitter->has_begun && includes_plain(unit)) /* which then is unsync.h */
        write_text(&emitter->writer, "#define UNSYNC_GENERATED 1\n");
    emitter->has_begun = true;
    emitter->function = emitter->ir->functions;
    emitter->message = emitter->ir->messages;
    for (const struct item *item = unit->items; item; item = item->next)
        put_item(emitter, item);
    hand_over(emitter);
}

void emit_close(struct emitter *emitter)
{
    output_add(emitter->output, emitter->out.data, emitter->out.len);
    buffer_free(&emitter->out);
    free(emitter);
}
