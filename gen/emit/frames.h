/*
 * Frames: what --frames and --explain print: the frame of each function, and the table of the
 * functions.
 *
 *     for each item: frames_items(&frames, ir);       after all passes
 *     frames_print(stdout, &frames, &diag, assembly);
 *     frames_close(&frames);
 *
 * Sizes and places of members are the compiler's: `assembly` is what it made of the output with
 * probes (probe.h); NULL: it was not asked, and they are printed as `?`. What is kept of an item
 * outlives it.
 */
#ifndef GEN_EMIT_FRAMES_H
#define GEN_EMIT_FRAMES_H

#include <stdio.h>

#include "../tree/ir.h"

struct member {
    const char *field, *text, *why;
    long offset, size; /* -1: not known */
};

struct frame {
    const char *name;
    uint32_t line;
    struct span span;
    bool is_made;      /* by this file */
    bool is_main;
    const char *mark, *message, *awaits;
    VECTOR(struct member) members;
};

struct frames {
    struct arena arena;
    const char *path;
    VECTOR(struct frame) list;
};

void frames_items(struct frames *frames, struct ir *ir);

/* Every member with its offset, its size, and why it is there. Warns of large frames. */
void frames_print(FILE *out, struct frames *frames, struct diag *diag, const char *assembly);

/* One line a function: its mark, what it awaits, the sizes of its frame and of its message. */
void frames_explain(FILE *out, const struct frames *frames, const char *assembly);

void frames_close(struct frames *frames);

#endif
