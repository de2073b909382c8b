/*
 * How libFuzzer changes a text: a run of pieces (a few words, a bracket and what is in it, a
 * statement) is replaced by another run of the text, by a run of another text, or by a word of
 * words.h. One time in eight the bytes are changed blindly, as libFuzzer does without this.
 */
#include <stdbool.h>
#include <string.h>

#include "pieces.h"
#include "words.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two,
                                 size_t two_size, uint8_t *out, size_t max_size, unsigned seed);

struct text {
    const char *bytes;
    size_t len;
};

static uint32_t below(unsigned *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return bound ? (*seed >> 8) % bound : 0;
}

/* ---- what is replaced, what by ---- */

static bool opens(char c)
{
    return c == '(' || c == '[' || c == '{';
}

static struct run any_group(const struct pieces *pieces, unsigned *seed)
{
    uint32_t begin = below(seed, pieces->count), at = begin;
    struct run run;

    while (at < pieces->count && !opens(pieces->list[at].first))
        at++;
    if (at == pieces->count)
        return (struct run) {begin, begin};
    run = pieces_group(pieces, at);
    if (below(seed, 2) && run.end - run.first > 1) { /* what is inside */
        run.first++;
        run.end--;
    }
    return run;
}

static struct run any_run(const struct pieces *pieces, unsigned *seed)
{
    uint32_t at = below(seed, pieces->count), len = 1 + below(seed, 1 + below(seed, 4));

    switch (below(seed, 4)) {
    case 0:
        return pieces_statement(pieces, at);
    case 1:
        return any_group(pieces, seed);
    default:
        return (struct run) {at, at + len < pieces->count ? at + len : pieces->count};
    }
}

static struct text text_of(const struct pieces *pieces, struct run run)
{
    uint32_t begin = run.first < pieces->count ? pieces->list[run.first].at : 0;

    if (run.end <= run.first)
        return (struct text) {"", 0};
    return (struct text) {pieces->text + begin, pieces->list[run.end - 1].end - begin};
}

static struct text any_word(unsigned *seed)
{
    const char *word = words[below(seed, sizeof words / sizeof *words)];

    return (struct text) {word, strlen(word)};
}

/* ---- replacing ---- */

struct sink {
    uint8_t *bytes;
    size_t len, max;
};

static void add(struct sink *sink, const char *bytes, size_t len)
{
    if (len > sink->max - sink->len)
        len = sink->max - sink->len;
    memcpy(sink->bytes + sink->len, bytes, len);
    sink->len += len;
}

/* The text with `run` replaced; around the new text the old one stays if `keeps`. */
static size_t replace(const struct pieces *pieces, size_t size, struct run run, struct text by,
                      bool keeps, uint8_t *out, size_t max_size)
{
    struct sink sink = {out, 0, max_size};
    struct text old = text_of(pieces, run);
    uint32_t at = run.first < pieces->count ? pieces->list[run.first].at : (uint32_t) size;

    add(&sink, pieces->text, at);
    add(&sink, " ", 1);
    add(&sink, by.bytes, by.len);
    if (keeps || !old.len)
        add(&sink, " ", 1);
    if (keeps)
        add(&sink, old.bytes, old.len);
    add(&sink, pieces->text + at + old.len, size - at - old.len);
    return sink.len;
}

static struct pieces here, there;

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    static uint8_t out[1024 * 1024];
    struct run run;
    struct text by = {"", 0};

    if (size > sizeof out || below(&seed, 8) == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    pieces_read(&here, (const char *) data, size);
    run = any_run(&here, &seed);
    switch (below(&seed, 8)) {
    case 0: case 1:
        break; /* deleted */
    case 2: case 3: case 4:
        by = text_of(&here, any_run(&here, &seed));
        break;
    default:
        by = any_word(&seed);
    }
    size = replace(&here, size, run, by, by.len && below(&seed, 2), out,
                   max_size < sizeof out ? max_size : sizeof out);
    memcpy(data, out, size);
    return size;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two,
                                 size_t two_size, uint8_t *out, size_t max_size, unsigned seed)
{
    pieces_read(&here, (const char *) one, one_size);
    pieces_read(&there, (const char *) two, two_size);
    return replace(&here, one_size, any_run(&here, &seed),
                   text_of(&there, any_run(&there, &seed)), below(&seed, 2), out, max_size);
}
