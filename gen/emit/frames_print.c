#include <stdlib.h>
#include <string.h>

#include "../base/memory.h"
#include "frames.h"

enum { LARGE_FRAME = 4096, COLUMNS = 6, WIDEST = 40 };

/* ---- what the compiler said ---- */

/* The line of the member; of the layers of one frame the largest. */
static void measure(const char *assembly, const char *function, struct member *member)
{
    size_t function_len = strlen(function), len = strlen(member->field);
    long offset, size;

    member->offset = member->size = -1;
    while (assembly && (assembly = strstr(assembly, "\"->unsync ")) != NULL) {
        assembly += strlen("\"->unsync ");
        if (strncmp(assembly, function, function_len) == 0 && assembly[function_len] == ' ' &&
            strncmp(assembly + function_len + 1, member->field, len) == 0 &&
            assembly[function_len + 1 + len] == ' ' &&
            sscanf(assembly + function_len + len + 2, "%ld %ld", &offset, &size) == 2 &&
            member->size < size) {
            member->offset = offset;
            member->size = size;
        }
    }
}

static long size_of(const struct frame *frame, const char *assembly)
{
    struct member whole = {.field = "."};

    measure(frame->is_made ? assembly : NULL, frame->name, &whole);
    return whole.size;
}

static const char *number(char text[24], long value)
{
    snprintf(text, 24, value < 0 ? "?" : "%ld", value);
    return text;
}

/* ---- one frame ---- */

/* By their offsets, those of one offset as they were. */
static void sort(struct frame *frame)
{
    struct member *list = frame->members.list;

    for (uint32_t i = 1; i < frame->members.count; i++) {
        struct member member = list[i];
        uint32_t at = i;

        for (; at && list[at - 1].offset > member.offset; at--)
            list[at] = list[at - 1];
        list[at] = member;
    }
}

static int width_of(const struct frame *frame)
{
    int width = 0;

    for (uint32_t i = 0; i < frame->members.count; i++) {
        int len = (int) strlen(frame->members.list[i].text);

        if (width < len)
            width = len < WIDEST ? len : WIDEST;
    }
    return width;
}

static void print_frame(FILE *out, struct frame *frame, const char *assembly)
{
    int width = width_of(frame);
    char offset[24], size[24];

    for (uint32_t i = 0; i < frame->members.count; i++)
        measure(assembly, frame->name, &frame->members.list[i]);
    sort(frame);
    for (uint32_t i = 0; i < frame->members.count; i++) {
        const struct member *member = &frame->members.list[i];

        fprintf(out, "%8s %6s  %-*s  %s\n", number(offset, member->offset),
                number(size, member->size), width, member->text, member->why);
    }
}

static void warn_large(const struct frame *frame, struct diag *diag, long size)
{
    if (size <= LARGE_FRAME || frame->is_main) /* of main there is one task */
        return;
    diag_report(diag, DIAG_LARGE_FRAME, frame->span, "each task of '%s' takes %ld bytes",
                frame->name,
                size);
    diag_hint(diag,
              "keep in a block of its own, without an await, what no await needs, or allocate it");
}

void frames_print(FILE *out, struct frames *frames, struct diag *diag, const char *assembly)
{
    char size[24];

    for (uint32_t i = 0; i < frames->list.count; i++) {
        struct frame *frame = &frames->list.list[i];
        long bytes = size_of(frame, assembly);

        if (!frame->is_made)
            continue;
        fprintf(out, "%s:%u: %s: %s bytes\n", frames->path, frame->line, frame->name,
                number(size, bytes));
        print_frame(out, frame, assembly);
        warn_large(frame, diag, bytes);
    }
}

/* ---- the table ---- */

typedef VECTOR(const char *) cells;

static void add_row(cells *all, int width[COLUMNS], const char *const row[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        int len = (int) strlen(row[i]);

        *vector_push(all) = row[i];
        if (width[i] < len)
            width[i] = len;
    }
}

static void print_row(FILE *out, const char *const row[COLUMNS], const int width[COLUMNS])
{
    for (int i = 0; i < COLUMNS - 1; i++)
        fprintf(out, i == 0 || i == 3 ? "%*s  " : "%-*s  ", width[i], row[i]);
    fprintf(out, "%s\n", row[COLUMNS - 1]);
}

void frames_explain(FILE *out, const struct frames *frames, const char *assembly)
{
    static const char *const head[COLUMNS] =
        {"line", "function", "mark", "frame", "message", "awaits"};
    char (*numbers)[2][24] = memory_new((frames->list.count + 1) * sizeof *numbers);
    cells all = {0};
    int width[COLUMNS] = {0};

    add_row(&all, width, head);
    for (uint32_t i = 0; i < frames->list.count; i++) {
        const struct frame *frame = &frames->list.list[i];
        const char *row[COLUMNS] = {
            number(numbers[i][0], frame->line), frame->name, frame->mark,
            frame->is_made ? number(numbers[i][1], size_of(frame, assembly)) : "-", frame->message,
            frame->awaits};

        add_row(&all, width, row);
    }
    for (uint32_t i = 0; i < all.count; i += COLUMNS)
        print_row(out, &all.list[i], width);
    vector_free(&all);
    free(numbers);
}
