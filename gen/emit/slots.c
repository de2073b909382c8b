/*
 * Ranges of blocks and expressions nest or are apart. Sorted by where they begin, outer ones first,
 * a range is followed by all that is inside of it: a tree without pointers.
 */
#include "slots.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../tree/spell.h"

struct sorted {
    const struct slot *slot;
    struct range live;
};

struct printer {
    struct writer *writer;
    VECTOR(struct sorted) list;
    uint32_t depth; /* of the indentation */
    const struct condition *open; /* that the lines stand under */
};

static int compare(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;

    if (a->live.first != b->live.first)
        return a->live.first < b->live.first ? -1 : 1;
    if (a->live.end != b->live.end)
        return a->live.end > b->live.end ? -1 : 1;
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

static void put_line(struct printer *printer, const char *text, const char *end)
{
    writef(printer->writer, "%*s%s%s\n", (int) printer->depth * 4, "", text, end);
}

static bool is_same(struct range a, struct range b)
{
    return a.first == b.first && a.end == b.end;
}

/* The first entry that is not inside of the one at `from`. */
static uint32_t end_of(const struct printer *printer, uint32_t from, uint32_t to)
{
    uint32_t end = printer->list.list[from].live.end;

    while (from < to && printer->list.list[from].live.first < end)
        from++;
    return from;
}

static void put_members(struct printer *printer, uint32_t from, uint32_t to);

/* One that shares its storage with others. */
static void put_alternative(struct printer *printer, uint32_t from, uint32_t to)
{
    if (to - from == 1) {
        put_line(printer, printer->list.list[from].slot->declaration, ";");
        return;
    }
    put_line(printer, "struct {", "");
    printer->depth++;
    put_members(printer, from, to);
    printer->depth--;
    put_line(printer, "};", "");
}

/* The entries of one range, then what is inside of it. */
static void put_members(struct printer *printer, uint32_t from, uint32_t to)
{
    struct range range = printer->list.list[from].live;
    uint32_t end;

    for (; from < to && is_same(printer->list.list[from].live, range); from++) {
        const struct slot *slot = printer->list.list[from].slot;

        write_condition(printer->writer, &printer->open, slot->condition);
        put_line(printer, slot->declaration, ";");
    }
    write_condition(printer->writer, &printer->open, NULL);
    if (from == to)
        return;
    end = end_of(printer, from, to);
    if (end == to) {
        put_members(printer, from, to);
        return;
    }
    put_line(printer, "union {", "");
    printer->depth++;
    for (; from < to; from = end) {
        end = end_of(printer, from, to);
        put_alternative(printer, from, end);
    }
    printer->depth--;
    put_line(printer, "};", "");
}

void emit_slots(struct writer *writer, const struct function *function, uint8_t layer)
{
    struct printer printer = {.writer = writer, .depth = layer ? 2 : 1};
    struct range whole = function->item->range;

    for (uint32_t i = 0; i < function->slots.count; i++) {
        const struct slot *slot = &function->slots.list[i];

        if (slot->layer == layer)
            *vector_push(&printer.list) = (struct sorted) {
                slot, slot->live.end && !function->has_conditionals ? slot->live : whole};
    }
    if (printer.list.count) {
        qsort(printer.list.list, printer.list.count, sizeof *printer.list.list, compare);
        put_members(&printer, 0, printer.list.count);
    }
    vector_free(&printer.list);
}

/* ---- one slot ---- */

static bool is_word(char c)
{
    return isalnum((unsigned char) c) || c == '_' || c == '$' || (unsigned char) c >= 0x80;
}

/* The last name in the text. */
static const char *last_name(struct ir *ir, const char *text)
{
    const char *end = text + strlen(text), *begin;

    while (end > text && !is_word(end[-1]))
        end--;
    for (begin = end; begin > text && is_word(begin[-1]);)
        begin--;
    return ir_text(ir, "%.*s", (int) (end - begin), begin);
}

const char *slot_field(struct ir *ir, const struct slot *slot)
{
    const char *made = NULL;

    if (slot->local)
        return slot->local->field;
    for (const char *at = slot->declaration; (at = strstr(at, "unsync__")) != NULL; at += 8)
        if (strncmp(at, "unsync__value_", 14) == 0 || strncmp(at, "unsync__literal_", 16) == 0)
            made = at;
    if (!made)
        return last_name(ir, slot->declaration);
    return ir_text(ir, "%.*s", (int) strspn(made, "abcdefghijklmnopqrstuvwxyz_0123456789"), made);
}

const char *slot_text(struct ir *ir, const struct slot *slot)
{
    return slot->local || slot->live.end == 0 ? slot->declaration : slot_field(ir, slot);
}

const char *slot_words(struct ir *ir, struct range range)
{
    struct buffer out = {0};
    char *text;

    spell_range(&out, ir->unit, range, NULL, NULL);
    text = arena_copy(&ir->unit->arena, out.data ? out.data : "", out.len);
    buffer_free(&out);
    for (char *at = text; *at; at++)
        if (*at == '\n' || *at == '\t')
            *at = ' ';
    return text;
}
