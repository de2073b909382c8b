/*
 * Source text: a file in memory, its bytes (`raw`), the same with line splices (backslash, newline)
 * taken out (`text`, what is lexed), and the way back from text to raw to line and column.
 *
 * All positions that leave the lexer are raw offsets.
 */
#ifndef GEN_BASE_SOURCE_H
#define GEN_BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "vector.h"

/* A piece of the source: raw offset and length in bytes. */
struct span {
    uint32_t at, len;
};

/* From text offset `text_at` on, `skipped` bytes more are missing than before the file's begin. */
struct splice {
    uint32_t text_at, skipped;
};

struct source {
    const char *path;  /* as the user wrote it; "<stdin>" for standard input */
    char *raw;         /* NUL-terminated */
    char *text;        /* NUL-terminated; == raw in a file without splices */
    uint32_t raw_len, text_len;
    VECTOR(struct splice) splices;
    VECTOR(uint32_t) lines; /* raw offset of each line's first byte; filled on first use */
    uint32_t near;          /* index of the line that was asked for last */
};

struct position {
    uint32_t line, column; /* from 1; the column counts bytes */
};

/*
 * Reads the file `path` ("-": standard input). Returns 0, or -1 after a message on stderr: it
 * cannot be read, is a directory, is too large (1 GiB). A NUL byte is left in place: see
 * source_find_nul().
 */
int source_read(struct source *source, const char *path);

/* A source made of text[0..len), which is copied. */
void source_from_text(struct source *source, const char *path, const char *text, size_t len);

/* A source made of what is in the buffer, which is taken over and empty then. */
void source_from_buffer(struct source *source, const char *path, struct buffer *buffer);

void source_close(struct source *source);

/* Raw offset of the first NUL byte, or raw_len if there is none. */
uint32_t source_find_nul(const struct source *source);

/* The raw offset of the text offset `text_at`. O(log splices). */
uint32_t source_raw_at(const struct source *source, uint32_t text_at);

/* Line and column of a raw offset. O(log lines). */
struct position source_position(struct source *source, uint32_t at);

/*
 * The raw offsets of line `line` (from 1) without its end of line. Of one that is not there, as the
 * preprocessor may name it (-include, #line), the nearest.
 */
struct span source_line(struct source *source, uint32_t line);

#endif
