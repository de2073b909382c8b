/*
 * Headers that are not generated yet: a file includes "foo.h", there is no foo.h, but a foo.uh
 * where it would be found. A make may generate in any order, so such a header is made into a
 * private directory for the preprocessor's run, and removed with it.
 */
#ifndef GEN_FRONT_HEADERS_H
#define GEN_FRONT_HEADERS_H

#include <stdbool.h>

#include "../base/arena.h"
#include "../base/source.h"
#include "../base/vector.h"

/* A header in the private directory and what it was made from. */
struct made_header {
    const char *path, *from;
};

struct headers {
    struct arena arena;
    char *dir;                       /* NULL: none was needed */
    VECTOR(struct made_header) made;
    VECTOR(const char *) subdirs;    /* directories made in it, parents first */
    VECTOR(const char *) quote_dirs; /* where the sources of the made ones are */
};

/* Generates `output` from `path`; -1 if that failed (a message was given). */
typedef int header_maker(void *context, const char *path, const char *output);

/*
 * Makes what the source includes and is missing, in the directories of `flags` (-I, -iquote) too.
 */
int headers_make(struct headers *headers, const struct source *source, char *const *flags,
                 int flag_count, header_maker *make, void *context);

/* The source of a made header, or `path` itself. */
const char *headers_origin(const struct headers *headers, const char *path);

/* Removes the private directory. */
void headers_close(struct headers *headers);

#endif
