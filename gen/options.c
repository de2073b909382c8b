/*
 * Words are read from left to right, the last one of a kind counts. What follows `--` is for the
 * preprocessor.
 */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"

static const char help[] =
    "usage: unsync [option]... FILE [-- preprocessor-flag...]\n"
    "       unsync ps [PID]\n"
    "Turns an annotated C file into ordinary C: foo.uc into foo.c, foo.uh into foo.h.\n"
    "`ps` prints the tasks of a running program, or lists the programs that can be asked.\n"
    "\n"
    "  -o FILE        writes FILE; needed for any other suffix\n"
    "  -              reads standard input, writes to standard output unless there is -o\n"
    "  -MD            writes a dependency file for make beside the output, suffix .d\n"
    "  -MF FILE       the name of that file\n"
    "  --serial       writes a plain sequential program: a start is a call that runs to its end\n"
    "  --frames       prints the frame of each function: size, members, why each is there; stops\n"
    "  --explain      prints a table of the annotated functions, and stops\n"
    "  --no-cpp       does not ask the preprocessor ($CC -E -dD) for types and macros\n"
    "  --json         prints diagnostics as JSON, one object a line\n"
    "  --color=WHEN   colours them: auto (on a terminal), always, never\n"
    "  -w             prints no warnings\n"
    "  -Wno-NAME      not the warnings of that name\n"
    "  -Werror        warnings are errors; -Werror=NAME, -Wno-error=NAME\n"
    "  --dump-tokens  prints what the lexer made of the file, and stops\n"
    "  --dump-ast     prints what the parser made of the file, and stops\n"
    "  --all          with --dump-ast: every function counts as annotated\n"
    "  --version      prints the version\n"
    "  --help         prints this\n"
    "  --help NAME    explains a diagnostic; --help diagnostics lists them\n";

static _Noreturn void usage(const char *hint, const char *format, const char *detail)
{
    fputs("unsync: error: ", stderr);
    fprintf(stderr, format, detail);
    fprintf(stderr, "\nhint: %s\n", hint);
    exit(EXIT_USAGE);
}

static const char see_help[] = "unsync --help lists the options";

static _Noreturn void print_and_exit(const char *text)
{
    exit(fputs(text, stdout) < 0 || fflush(stdout) != 0 ? EXIT_REFUSED : 0);
}

/* `--help` alone, or with the name of a diagnostic. */
static _Noreturn void explain(const char *name)
{
    char hint[80] = "unsync --help diagnostics lists the names";
    const char *near = name ? diag_suggest(name, false) : NULL;

    if (!name)
        print_and_exit(help);
    if (diag_explain(name, stdout))
        exit(fflush(stdout) != 0 ? EXIT_REFUSED : 0);
    if (near)
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    usage(hint, "no diagnostic has the name '%s'", name);
}

/* ---- words ---- */

static const char *const color_words[] = {"--color=auto", "--color=always", "--color=never"};

/* Words that stand alone. */
static bool *flag_of(struct options *options, const char *word)
{
    const struct {
        const char *word;
        bool *flag;
    } flags[] = {
        {"--no-cpp", &options->no_cpp},           {"-MD", &options->wants_depend},
        {"--dump-tokens", &options->dump_tokens}, {"--dump-ast", &options->dump_ast},
        {"--all", &options->take_all},            {"--json", &options->diag.json},
        {"--serial", &options->serial},
        {"--frames", &options->frames},           {"--explain", &options->explain},
    };

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (word && strcmp(word, flags[i].word) == 0)
            return flags[i].flag;
    return NULL;
}

/* The words of the help text are the options: the one that is spelled nearly so. */
static const char *nearest_option(const char *word, char *found, size_t size)
{
    char written[32];

    snprintf(written, sizeof written, "%.*s", (int) strcspn(word, "="), word);
    for (const char *at = strstr(help, "\n  -"); at; at = strstr(at + 1, "\n  -")) {
        size_t len = strcspn(at + 3, " =\n");

        if (len >= size)
            continue;
        memcpy(found, at + 3, len);
        found[len] = '\0';
        if (len > 3 && text_is_near(written, found))
            return found;
    }
    return NULL;
}

static _Noreturn void refuse_option(const char *word)
{
    char near[32], hint[80];

    if (!nearest_option(word, near, sizeof near))
        usage(see_help, "unknown option %s", word);
    snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    usage(hint, "unknown option %s", word);
}

static bool read_color(struct options *options, const char *word)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(word, color_words[i]) == 0) {
            options->color = i;
            return true;
        }
    return false;
}

static bool read_plain_option(struct options *options, const char *word)
{
    bool *flag = flag_of(options, word);

    if (flag)
        *flag = true;
    return flag || read_color(options, word) || diag_settings_read(&options->diag, word);
}

/* The word at argv[*at], and its value if it has one. */
static void read_word(struct options *options, char **argv, int *at)
{
    const char *word = argv[*at];
    const char **value = strcmp(word, "-o") == 0    ? &options->output
                         : strcmp(word, "-MF") == 0 ? &options->depend_path
                                                    : NULL;

    if (value) {
        if (!argv[*at + 1])
            usage(see_help, "%s needs a file name", word);
        *value = argv[++*at];
    } else if (strcmp(word, "--version") == 0) {
        print_and_exit("unsync " UNSYNC_GENERATOR_VERSION "\n");
    } else if (strcmp(word, "--help") == 0) {
        explain(argv[*at + 1]);
    } else if (word[0] == '-' && word[1]) {
        if (!read_plain_option(options, word))
            refuse_option(word);
    } else if (options->path) {
        usage(see_help, "more than one input file: %s", word);
    } else {
        options->path = word;
    }
}

static void read_words(struct options *options, char **argv)
{
    int at = 1;

    for (; argv[at] && strcmp(argv[at], "--") != 0; at++)
        read_word(options, argv, &at);
    if (argv[at])
        options->flags = &argv[at + 1];
    while (argv[at] && argv[at + 1 + options->flag_count])
        options->flag_count++;
    if (!options->path)
        usage(see_help, "no input file%s", "");
    options->wants_depend |= options->depend_path != NULL;
}

/* foo.uc gives foo.c; NULL for any other suffix. */
static char *default_output(const char *path)
{
    size_t len = strlen(path);
    char *output;

    if (!text_ends_in(path, ".uc") && !text_ends_in(path, ".uh"))
        return NULL;
    output = strdup(path);
    if (output)
        strcpy(output + len - 2, path + len - 1);
    return output;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat first, second;

    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/* Standard input may go to standard output; a dependency file needs a target. */
static void check_output(const struct options *options)
{
    bool is_stdin = strcmp(options->path, "-") == 0;

    if (!options->output && !is_stdin && !options->dump_tokens && !options->dump_ast &&
        !options->frames && !options->explain)
        usage(see_help, "%s is neither .uc nor .uh: name the output with -o FILE", options->path);
    if (!options->output && options->wants_depend)
        usage(see_help, "%s needs an output: -o FILE", "-MD");
    if (options->output && !is_stdin && is_same_file(options->path, options->output))
        usage(see_help, "%s would be overwritten", options->path);
}

/* ---- what the words come to ---- */

static bool wants_color(const struct options *options)
{
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");

    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    return !(none && *none) && !(terminal && strcmp(terminal, "dumb") == 0) &&
           isatty(STDERR_FILENO);
}

/* -W with names that no warning has: a warning, which may be an error too. */
static void report_unknown(struct options *options)
{
    struct diag diag;

    diag_open(&diag, NULL, &options->diag, stderr);
    for (uint32_t i = 0; i < options->diag.unknown.count; i++) {
        const char *word = options->diag.unknown.list[i], *name = word + 2, *near;

        name += strncmp(name, "no-", 3) == 0 ? 3 : 0;
        name += strncmp(name, "error=", 6) == 0 ? 6 : 0;
        near = diag_suggest(name, true);
        diag_report(&diag, DIAG_UNKNOWN_WARNING, (struct span) {DIAG_NOWHERE, 0},
                    diag_find(name, strlen(name)) < 0 ? "%s: no warning has this name"
                                                      : "%s: this is an error, not a warning",
                    word);
        if (near)
            diag_hint(&diag, "did you mean '%.*s%s'?", (int) (name - word), word, near);
    }
    diag_close(&diag);
    if (diag.errors)
        exit(EXIT_REFUSED);
}

void options_read(struct options *options, char **argv)
{
    *options = (struct options) {0};
    read_words(options, argv);
    options->made_output = default_output(options->path);
    if (!options->output)
        options->output = options->made_output;
    check_output(options);
    options->diag.colour = wants_color(options);
    report_unknown(options);
}

void options_close(struct options *options)
{
    free(options->made_output);
    vector_free(&options->diag.unknown);
}
