/*
 * Marks and options: annotations/annotations.def as enums and tables.
 */
#ifndef GEN_TREE_MARK_H
#define GEN_TREE_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/source.h"
#include "token.h"

enum mark_id {
#define MARK(id, name, place, excludes, summary) MARK_##id,
#include "../../annotations/annotations.def"
    MARK_COUNT
};

enum mark_place {
    MARK_ON_FUNCTION = 1,
    MARK_ON_STRUCT = 2,
    MARK_ON_PARAMETER = 4,
    MARK_ON_FIELD = 8
};

/* OPTION_CPU_BOUND_TIMEOUT, ...: an option of a mark. mark_find_option() takes these. */
enum option_id {
#define OPTION(mark, id, name, type, summary) OPTION_##mark##_##id,
#include "../../annotations/annotations.def"
    OPTION_COUNT
};

enum option_type {
    OPTION_DURATION, /* number: ms */
    OPTION_SIZE,     /* number: bytes */
    OPTION_INTEGER,  /* number */
    OPTION_NAME,     /* name */
    OPTION_FLAG,     /* present */
    OPTION_TYPE,     /* type */
    OPTION_EXPR      /* expr; its names may be not yet bound to symbols */
};

struct mark_info {
    const char *name, *summary;
    uint32_t places;   /* enum mark_place */
    uint32_t excludes; /* bit 1 << mark_id */
};

struct option_info {
    const char *name, *summary;
    enum mark_id mark;
    enum option_type type;
};

extern const struct mark_info mark_table[MARK_COUNT];
extern const struct option_info option_table[OPTION_COUNT];

struct option {
    enum option_id id;
    struct span span; /* NAME = VALUE as written */
    int64_t number;
    struct name *name;
    struct type_name *type;
    struct expr *expr;
    struct option *next;
};

/* One mark as written. In unit.tokens its tokens stand before or among those of what it marks. */
struct mark {
    enum mark_id id;
    struct span span;   /* for messages: @name */
    struct range range; /* all its tokens, with options and the comment's end: never printed */
    struct option *options;
    struct mark *next;
};

/* The mark of that kind in the list, or NULL. */
const struct mark *mark_find(const struct mark *marks, enum mark_id id);

/* The option, or NULL if the mark (may be NULL) does not carry it. */
const struct option *mark_find_option(const struct mark *mark, enum option_id id);

/*
 * The function mark that decides the lane: @async, @thread, @cpu_bound (also beside @async) or
 * @generator; else NULL.
 */
const struct mark *mark_lane(const struct mark *marks);

/* The name of the nearest known mark for `place`, or of the mark's option; NULL: none is near. */
const char *mark_suggest(const char *written, uint32_t places);
const char *option_suggest(const char *written, enum mark_id mark);

#endif
