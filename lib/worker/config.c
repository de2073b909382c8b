/* config.c: see config.h. A text is read twice: when it is said, to refuse what makes no sense, and
 * when the functions are known. */
#define _GNU_SOURCE
#include "config.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>
#include <unsync_gen.h>

#include "../base/alloc.h"
#include "../base/environment.h"
#include "registry.h"

enum quantity { DURATION, SIZE, COUNT, FENCE };
enum { NAME_ROOM = 128 };

static const struct option {
    const char *name;
    enum quantity quantity;
    size_t offset; /* of a uint64_t, or of a uint32_t if it is a count; FENCE: the bit */
} options[] = {
    {"timeout", DURATION, offsetof(struct unsync__limits, timeout_ms)},
    {"queue_timeout", DURATION, offsetof(struct unsync__limits, queue_timeout_ms)},
    {"cpu", DURATION, offsetof(struct unsync__limits, cpu_ms)},
    {"memory", SIZE, offsetof(struct unsync__limits, memory_bytes)},
    {"file_size", SIZE, offsetof(struct unsync__limits, file_bytes)},
    {"open_files", COUNT, offsetof(struct unsync__limits, open_files)},
    {"recycle", COUNT, offsetof(struct unsync__limits, recycle_runs)},
    {"recycle_after", DURATION, offsetof(struct unsync__limits, recycle_ms)},
    {"recycle_growth", SIZE, offsetof(struct unsync__limits, recycle_bytes)},
    {"no_network", FENCE, UNSYNC__NO_NETWORK},
    {"no_new_files", FENCE, UNSYNC__NO_NEW_FILES},
    {"no_signals", FENCE, UNSYNC__NO_SIGNALS},
};
enum { OPTIONS = sizeof options / sizeof *options };

static char *said; /* texts with "; " between them; or NULL */
static bool is_open;
static bool is_telling; /* of names of no function */

/* --- Reading ---------------------------------------------------------------------------------- */

struct reader {
    const char *at;
    char *wrong;
    size_t size;
};

static void skip(struct reader *reader)
{
    while (isspace((unsigned char) *reader->at)) reader->at++;
}

static bool take(struct reader *reader, char sign)
{
    skip(reader);
    if (*reader->at != sign) return false;
    reader->at++;
    return true;
}

static bool refuse(struct reader *reader, const char *expected)
{
    snprintf(reader->wrong, reader->size, "expected %s at '%.20s'", expected, reader->at);
    return false;
}

/* A word of letters, digits and underscores, or a `*`. */
static bool take_word(struct reader *reader, char word[NAME_ROOM])
{
    size_t len = 0;
    skip(reader);
    if (*reader->at == '*') word[len++] = *reader->at++;
    while (len == 0 || *word != '*') {
        bool belongs = isalnum((unsigned char) *reader->at) || *reader->at == '_';
        if (!belongs || len == NAME_ROOM - 1) break;
        word[len++] = *reader->at++;
    }
    word[len] = '\0';
    return len > 0;
}

static double factor_of(const char *suffix, size_t len, enum quantity quantity)
{
    static const struct {
        const char *suffix;
        enum quantity quantity;
        double factor;
    } units[] = {{"ms", DURATION, 1},     {"s", DURATION, 1e3},    {"m", DURATION, 60e3},
                 {"min", DURATION, 60e3}, {"h", DURATION, 3600e3}, {"B", SIZE, 1},
                 {"K", SIZE, 1024},       {"k", SIZE, 1024},       {"M", SIZE, 1 << 20},
                 {"G", SIZE, 1 << 30}};
    if (len == 0) return quantity == DURATION ? -1 : 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].quantity == quantity && strlen(units[i].suffix) == len &&
            memcmp(units[i].suffix, suffix, len) == 0)
            return units[i].factor;
    return -1;
}

static bool take_number(struct reader *reader, enum quantity quantity, uint64_t *number)
{
    static const char *const expected[] = {"a time with its unit (5s, 200ms, 2m, 1h)",
                                           "a size (4096, 64K, 512M, 1G)", "a number"};
    skip(reader);
    if (!isdigit((unsigned char) *reader->at)) return refuse(reader, expected[quantity]);
    char *end;
    double value = strtod(reader->at, &end);
    size_t len = 0;
    while (isalpha((unsigned char) end[len])) len++;
    bool is_zero = value == 0 && len == 0; /* needs no unit */
    double factor = is_zero ? 1 : factor_of(end, len, quantity);
    double most = quantity == COUNT ? INT32_MAX : 9e18;
    if (factor < 0 || value * factor > most) return refuse(reader, expected[quantity]);
    reader->at = end + len;
    *number = (uint64_t) (value * factor + 0.5);
    return true;
}

/* One option of the limits. */
static bool take_option(struct reader *reader, struct unsync__limits *limits)
{
    char word[NAME_ROOM];
    uint64_t number;
    const char *before = reader->at;
    const struct option *option = NULL;
    if (!take_word(reader, word)) return refuse(reader, "the name of an option");
    for (int i = 0; i < OPTIONS; i++)
        if (strcmp(options[i].name, word) == 0) option = &options[i];
    if (option == NULL) {
        reader->at = before;
        skip(reader);
        return refuse(reader, "an option of @cpu_bound");
    }
    if (option->quantity == FENCE) {
        limits->fences |= (uint32_t) option->offset;
        return true;
    }
    if (!take(reader, '=')) return refuse(reader, "'='");
    if (!take_number(reader, option->quantity, &number)) return false;
    char *member = (char *) limits + option->offset;
    if (option->quantity == COUNT)
        *(uint32_t *) (void *) member = (uint32_t) number;
    else
        *(uint64_t *) (void *) member = number;
    return true;
}

/* --- Functions -------------------------------------------------------------------------------- */

/* The options of one part of the text, for all the functions that it names. */
struct part {
    char name[NAME_ROOM];
    const char *options;
    bool is_known; /* some function has that name */
};

static bool take_options(struct reader *reader, struct unsync__limits *limits)
{
    do
        if (!take_option(reader, limits)) return false;
    while (take(reader, ','));
    return true;
}

static void apply_part(const struct unsync__remote *remote, void *argument)
{
    struct part *part = argument;
    char wrong[8];
    struct reader reader = {part->options, wrong, sizeof wrong};
    if (strcmp(part->name, "*") != 0 && strcmp(part->name, remote->kind->name) != 0) return;
    part->is_known = true;
    take_options(&reader, remote->limits);
}

static bool read_text(struct reader *reader, bool applies)
{
    while (skip(reader), *reader->at != '\0') {
        struct part part = {.is_known = false};
        struct unsync__limits unused = {0};
        if (!take_word(reader, part.name)) return refuse(reader, "the name of a function, or *");
        if (!take(reader, ':')) return refuse(reader, "':'");
        part.options = reader->at;
        if (!take_options(reader, &unused)) return false;
        if (applies) unsync__registry_each(apply_part, &part);
        if (applies && is_telling && !part.is_known)
            fprintf(stderr, "unsync: limits: there is no @cpu_bound function '%s'\n", part.name);
        if (!take(reader, ';') && *reader->at != '\0') return refuse(reader, "',' or ';'");
    }
    return true;
}

bool unsync__config_apply(const char *text, char *wrong, size_t size)
{
    struct reader reader = {text, wrong, size};
    return read_text(&reader, true);
}

/* --- What is said ----------------------------------------------------------------------------- */

/* 0, or UNSYNC_EINVAL with `wrong`, UNSYNC_ENOMEM. */
static int add(const char *text, char *wrong, size_t size)
{
    struct reader reader = {text, wrong, size};
    if (!read_text(&reader, false)) return UNSYNC_EINVAL;
    size_t have = said == NULL ? 0 : strlen(said), len = strlen(text);
    char *more = unsync__realloc(said, have + len + 3);
    if (more == NULL) return UNSYNC_ENOMEM;
    said = more;
    snprintf(said + have, len + 3, "%s%s", have > 0 ? "; " : "", text);
    return 0;
}

int unsync_worker_limits(const char *text)
{
    char wrong[128];
    if (text == NULL) return UNSYNC_EINVAL;
    if (is_open) return UNSYNC_EBUSY;
    int code = add(text, wrong, sizeof wrong);
    if (code == UNSYNC_EINVAL) fprintf(stderr, "unsync: unsync_worker_limits: %s\n", wrong);
    return code;
}

void unsync__config_open(void)
{
    char wrong[128];
    if (is_open) return;
    is_open = true;
    const char *text = unsync__environment("UNSYNC_LIMITS");
    if (text != NULL && add(text, wrong, sizeof wrong) == UNSYNC_EINVAL)
        fprintf(stderr, "unsync: UNSYNC_LIMITS is not used: %s\n", wrong);
    is_telling = true;
    unsync__config_apply(unsync__config_text(), wrong, sizeof wrong);
    is_telling = false;
}

const char *unsync__config_text(void)
{
    return said == NULL ? "" : said;
}
