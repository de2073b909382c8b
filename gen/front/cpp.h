/*
 * Asking the user's own preprocessor: `$CC -E -dD`, run without a shell.
 */
#ifndef GEN_FRONT_CPP_H
#define GEN_FRONT_CPP_H

#include "../base/buffer.h"
#include "../base/source.h"

struct cpp_request {
    const char *compiler;     /* words of $CC; NULL: "cc" */
    char *const *flags;       /* the user's, `flag_count` of them */
    int flag_count;
    VECTOR(const char *) quote_dirs; /* searched for #include "..." after the user's */
    const char *include_dir;  /* searched for both forms after the user's, or NULL */
};

/*
 * Appends the preprocessor's output for the source to `out`; its messages go to stderr. A source
 * with #line directives, or from standard input, is handed over as text with those directives
 * blanked, so that the lines in the output are those of the file. Returns 0, or -1 after a message:
 * the compiler cannot be run, or it failed.
 */
int cpp_run(const struct cpp_request *request, const struct source *source, struct buffer *out);

/*
 * Appends the assembly that the compiler makes of the C text in an open file, with the same flags;
 * `path` is where the text would stand, for what it includes. Returns as cpp_run(); what the
 * compiler says goes to stderr.
 */
int cpp_assemble(const struct cpp_request *request, const char *path, int file, struct buffer *out);

/*
 * Whether the user's flag is of no use to a preprocessor run; *skips: how many more belong to it.
 */
bool cpp_drops_flag(const char *flag, int *skips);

#endif
