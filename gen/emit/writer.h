/*
 * Writer: the output file, and which line the compiler believes it is at. User's text counts lines
 * of the .uc file, what is purely generated counts lines of the output itself; a #line directive is
 * printed only where counting on would be wrong.
 */
#ifndef GEN_EMIT_WRITER_H
#define GEN_EMIT_WRITER_H

#include "../base/buffer.h"
#include "../tree/ir.h"

struct writer {
    struct buffer *out;
    struct ir *ir;
    const char *user_file, *own_file; /* the .uc file and the output, as string literals */
    size_t counted;       /* bytes of `out` whose line ends are counted below */
    uint32_t own_line;    /* the line of the output that comes next in `out`, from 1 */
    uint32_t line;        /* what the compiler took it for there; 0: not known */
    bool in_user_file;    /* ... in the .uc file, else in the output */
    bool has_packing;     /* the file says #pragma pack: frames must not be packed */
    bool is_for_cxx;      /* heads of functions are for C++ */
};

void writer_open(struct writer *writer, struct buffer *out, struct ir *ir, const char *output);

/* Text as it is. */
void write_text(struct writer *writer, const char *text);
void write_bytes(struct writer *writer, const char *bytes, size_t len);
void writef(struct writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A new line begins, unless one just did. */
void write_break(struct writer *writer);

/* Begins a line that counts as that line of the user's file. */
void write_user_line(struct writer *writer, uint32_t line);

/* Begins a line that counts as itself. */
void write_own_line(struct writer *writer);

/* Around the structs of frames. */
void write_packing(struct writer *writer, bool begins);

/*
 * Before text that stands under a condition (NULL: none), and with NULL after the last: writes
 * directives where it is another one than *open, that of the text before.
 */
struct condition;
void write_condition(struct writer *writer, const struct condition **open,
                     const struct condition *condition);

/* The compiler may be at any line from here on. */
void writer_lose_line(struct writer *writer);

/* The first `len` bytes of `out`, whole lines, leave it. */
void writer_forget(struct writer *writer, size_t len);

/* The line that the compiler believes it is at, 0: not known; counted up to the end of `out`. */
uint32_t writer_line(struct writer *writer);

#endif
