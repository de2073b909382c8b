/*
 * The command line: what is wanted of which file.
 */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include <stdbool.h>

#include "base/diag_settings.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2 };

struct options {
    const char *path, *output, *depend_path;
    bool no_cpp, wants_depend, dump_tokens, dump_ast, take_all, serial, frames, explain;
    struct diag_settings diag;
    enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
    char **flags;      /* after -- */
    int flag_count;
    char *made_output; /* the name of the output, if it was made up */
};

/*
 * Reads argv. What is wrong with it ends the program with a message and EXIT_USAGE; --help and
 * --version are answered, and end it with 0.
 */
void options_read(struct options *options, char **argv);

void options_close(struct options *options);

#endif
