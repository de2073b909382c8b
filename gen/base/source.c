/*
 * A splice is a backslash, white space and the end of the line: gcc and clang take the white space
 * too. Nearly every file is read without one outside directives, but directives have many, so the
 * text without splices is made once and a sorted table leads back.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "memory.h"

enum { SOURCE_MAX = 1 << 30 };

/* The length of the splice at p (which is a backslash), or 0. */
static uint32_t splice_len(const char *p, const char *end)
{
    const char *q = p + 1;

    while (q < end && (*q == ' ' || *q == '\t' || *q == '\v' || *q == '\f' || *q == '\r'))
        q++;
    return q < end && *q == '\n' ? (uint32_t) (q + 1 - p) : 0;
}

static void take_splices_out(struct source *source)
{
    const char *end = source->raw + source->raw_len, *from = source->raw, *p = from;
    char *to = NULL;
    uint32_t skipped = 0;

    source->text = source->raw;
    source->text_len = source->raw_len;
    while ((p = memchr(p, '\\', (size_t) (end - p)))) {
        uint32_t len = splice_len(p, end);

        if (len) {
            if (!to)
                source->text = to = memory_new((size_t) source->raw_len + 1);
            memcpy(to, from, (size_t) (p - from));
            to += p - from;
            skipped += len;
            *vector_push(&source->splices) =
                (struct splice) {(uint32_t) (to - source->text), skipped};
            from = p + len;
        }
        p += len ? len : 1;
    }
    if (to) {
        memcpy(to, from, (size_t) (end - from));
        source->text_len = source->raw_len - skipped;
    }
}

/* Everything the stream has, NUL-terminated; -1 and errno on failure. */
static int read_all(struct source *source, FILE *in)
{
    size_t len = 0, capacity = 64 * 1024, got;

    source->raw = memory_resize(NULL, capacity + 1);
    while ((got = fread(source->raw + len, 1, capacity - len, in)) > 0) {
        len += got;
        if (len > SOURCE_MAX) {
            errno = EFBIG;
            return -1;
        }
        if (len == capacity)
            source->raw = memory_resize(source->raw, (capacity *= 2) + 1);
    }
    source->raw[len] = '\0';
    source->raw_len = (uint32_t) len;
    return ferror(in) ? -1 : 0;
}

int source_read(struct source *source, const char *path)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(path, "rb");
    struct stat status;
    int failed = 0;

    *source = (struct source) {.path = is_stdin ? "<stdin>" : path};
    if (in && fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode))
        failed = errno = EISDIR;
    if (!in || failed || read_all(source, in) < 0) {
        fprintf(stderr, "unsync: error: %s: %s\n", source->path, strerror(errno));
        failed = -1;
    } else {
        take_splices_out(source);
    }
    if (in && !is_stdin)
        fclose(in);
    return failed ? -1 : 0;
}

void source_from_text(struct source *source, const char *path, const char *text, size_t len)
{
    *source = (struct source) {.path = path, .raw_len = (uint32_t) len};
    source->raw = memory_new(len + 1);
    memcpy(source->raw, text, len);
    take_splices_out(source);
}

void source_from_buffer(struct source *source, const char *path, struct buffer *buffer)
{
    buffer_add(buffer, "", 0); /* at least the NUL */
    *source =
        (struct source) {.path = path, .raw = buffer->data, .raw_len = (uint32_t) buffer->len};
    *buffer = (struct buffer) {0};
    take_splices_out(source);
}

void source_close(struct source *source)
{
    if (source->text != source->raw)
        free(source->text);
    free(source->raw);
    vector_free(&source->splices);
    vector_free(&source->lines);
    *source = (struct source) {0};
}

uint32_t source_find_nul(const struct source *source)
{
    const char *nul = memchr(source->raw, '\0', source->raw_len);

    return nul ? (uint32_t) (nul - source->raw) : source->raw_len;
}

uint32_t source_raw_at(const struct source *source, uint32_t text_at)
{
    uint32_t low = 0, high = source->splices.count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (source->splices.list[middle].text_at <= text_at)
            low = middle + 1;
        else
            high = middle;
    }
    return text_at + (low ? source->splices.list[low - 1].skipped : 0);
}

static void find_lines(struct source *source)
{
    const char *end = source->raw + source->raw_len, *p = source->raw;

    *vector_push(&source->lines) = 0;
    while ((p = memchr(p, '\n', (size_t) (end - p))))
        *vector_push(&source->lines) = (uint32_t) (++p - source->raw);
}

struct position source_position(struct source *source, uint32_t at)
{
    uint32_t low = 0, high, near = source->near;

    if (!source->lines.count)
        find_lines(source);
    high = source->lines.count;
    if (near < high && source->lines.list[near] <= at) { /* mostly it is asked in order */
        uint32_t step = 1;

        for (low = near; step < high - low && source->lines.list[low + step] <= at; step *= 2)
            low += step;
        high = step < high - low ? low + step : high;
    }
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (source->lines.list[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    source->near = low;
    return (struct position) {low + 1, at - source->lines.list[low] + 1};
}

struct span source_line(struct source *source, uint32_t line)
{
    uint32_t at, end;

    if (!source->lines.count)
        find_lines(source);
    if (line < 1)
        line = 1;
    if (line > source->lines.count)
        line = source->lines.count;
    at = source->lines.list[line - 1];
    end = line < source->lines.count ? source->lines.list[line] - 1 : source->raw_len;
    if (end > at && source->raw[end - 1] == '\r')
        end--;
    return (struct span) {at, end - at};
}
