/*
 * unsync: an annotated C file becomes ordinary C. Options and the pipeline, one line a stage; the
 * only file that sees all stages. The output is written only if nothing was refused.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/depend.h"
#include "base/output.h"
#include "emit/emit.h"
#include "front/cpp.h"
#include "front/facts.h"
#include "front/headers.h"
#include "front/lex.h"
#include "front/parse_unit.h"
#include "pass/check.h"
#include "pass/frame.h"
#include "pass/hoist.h"
#include "pass/live.h"
#include "pass/pack.h"
#include "pass/resolve.h"
#include "pass/split.h"
#include "pass/words.h"
#include "tree/dump.h"
#include "tree/ir.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2 };

struct options {
    const char *path, *output, *depend_path;
    bool no_cpp, wants_depend, dump_tokens, dump_ast, take_all;
    char **flags; /* after -- */
    int flag_count;
};

/* One file on its way through the stages. */
struct job {
    const struct options *options;
    struct headers *headers;  /* made for the preprocessor, shared with the jobs that make them */
    const char *path, *output;
    struct source source, cpp_output;
    struct names names;
    struct arena arena;       /* of the facts */
    struct facts facts;
    struct diag diag;
    struct unit unit;
    struct buffer out;
};

/* ---- stages ---- */

/* The job makes a header that the user's file includes, not the user's output. */
static bool is_made_header(const struct job *job)
{
    return job->path != job->options->path;
}

static int check_bytes(struct job *job)
{
    uint32_t nul = source_find_nul(&job->source);

    if (nul == job->source.raw_len)
        return 0;
    diag_error(&job->diag, (struct span) {nul, 1}, "a NUL byte in the file");
    return -1;
}

static int make_header(void *context, const char *path, const char *output);

static bool needs_facts(struct job *job)
{
    return job->options->take_all || source_holds_marks(&job->source, &job->names);
}

static int ask_preprocessor(struct job *job)
{
    const struct options *options = job->options;
    struct cpp_request request = {.compiler = getenv("CC"), .flags = options->flags,
                                  .flag_count = options->flag_count};
    struct buffer out = {0};
    int failed;

    request.include_dir = job->headers->dir;
    for (uint32_t i = 0; i < job->headers->quote_dirs.count; i++)
        *vector_push(&request.quote_dirs) = job->headers->quote_dirs.list[i];
    failed = cpp_run(&request, &job->source, &out);
    if (failed)
        fprintf(stderr,
                "unsync: error: %s: the preprocessor failed\n"
                "hint: give its flags after '--': unsync %s -- $(CPPFLAGS), or use --no-cpp\n",
                job->source.path, job->path);
    source_from_text(&job->cpp_output, job->source.path, out.data ? out.data : "", out.len);
    vector_free(&request.quote_dirs);
    buffer_free(&out);
    return failed;
}

/*
 * Also for a header that itself is only made for the preprocessor: it will read what that includes.
 */
static int make_headers(struct job *job)
{
    const struct options *options = job->options;

    if (options->no_cpp || (!is_made_header(job) && !needs_facts(job)))
        return 0;
    return headers_make(job->headers, &job->source, options->flags, options->flag_count,
                        make_header, job);
}

static int collect_facts(struct job *job)
{
    if (!needs_facts(job) || job->options->no_cpp) {
        facts_from_text(&job->facts, &job->arena, &job->names, &job->source);
        return 0;
    }
    if (ask_preprocessor(job) < 0)
        return -1;
    facts_from_output(&job->facts, &job->arena, &job->names, &job->cpp_output);
    return 0;
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t len = strlen(path), suffix_len = strlen(suffix);

    return len > suffix_len && strcmp(path + len - suffix_len, suffix) == 0;
}

static int parse(struct job *job)
{
    unit_open(&job->unit, &job->source, &job->diag, &job->names, &job->facts);
    job->unit.is_header |= job->output && ends_in(job->output, ".h");
    parse_unit(&job->unit, job->options->take_all);
    if (job->options->dump_ast && !is_made_header(job))
        dump_unit(stdout, &job->unit);
    return 0;
}

static int transform(struct job *job)
{
    struct ir ir;

    ir_open(&ir, &job->unit);
    resolve_unit(&ir);
    check_unit(&ir);
    live_unit(&ir);
    hoist_unit(&ir);
    frame_unit(&ir);
    words_unit(&ir);
    split_unit(&ir);
    pack_unit(&ir);
    if (!job->diag.errors)
        emit_unit(&job->out, &ir, job->output ? job->output : "<stdout>");
    pack_close(&ir);
    ir_close(&ir);
    return job->diag.errors ? -1 : 0;
}

static char *depend_path(struct job *job)
{
    const char *output = job->output, *dot = strrchr(output, '.');
    size_t len = dot && !strchr(dot, '/') ? (size_t) (dot - output) : strlen(output);

    return arena_printf(&job->arena, "%.*s.d", (int) len, output);
}

static int write_depend(struct job *job)
{
    const char *path = job->options->depend_path;
    VECTOR(const char *) files = {0};
    struct buffer out = {0};
    int failed;

    *vector_push(&files) = job->path;
    for (uint32_t i = 1; i < job->facts.files.count; i++)
        *vector_push(&files) = headers_origin(job->headers, job->facts.files.list[i]);
    depend_print(&out, job->output, files.list, files.count);
    failed = output_write(path ? path : depend_path(job), &out);
    buffer_free(&out);
    vector_free(&files);
    return failed;
}

static int write_files(struct job *job)
{
    if (output_write(job->output, &job->out) < 0)
        return -1;
    return job->options->wants_depend && !is_made_header(job) ? write_depend(job) : 0;
}

/* ---- the pipeline ---- */

static int dump_tokens(struct job *job)
{
    struct lexer lexer;
    struct token token;

    lex_open(&lexer, &job->names, &job->source);
    for (lex_next(&lexer, &token); token.kind != TOKEN_END; lex_next(&lexer, &token))
        dump_token(stdout, &token, source_position(&job->source, token.at));
    return 0;
}

static int run_stages(struct job *job)
{
    const struct options *options = job->options;

    if (check_bytes(job) < 0)
        return -1;
    if (options->dump_tokens)
        return dump_tokens(job);
    if (make_headers(job) < 0 || collect_facts(job) < 0 || parse(job) < 0)
        return -1;
    if (options->dump_ast && !is_made_header(job))
        return job->diag.errors ? -1 : 0;
    return transform(job) < 0 ? -1 : write_files(job);
}

static int translate(const struct options *options, struct headers *headers, const char *path,
                     const char *output)
{
    struct job job = {.options = options, .headers = headers, .path = path, .output = output};
    int failed;

    if (source_read(&job.source, path) < 0) {
        source_close(&job.source);
        return -1;
    }
    names_open(&job.names);
    token_words(&job.names);
    diag_open(&job.diag, &job.source, stderr);
    failed = run_stages(&job);
    unit_close(&job.unit);
    vector_free(&job.facts.files);
    vector_free(&job.facts.active);
    arena_free(&job.arena);
    names_close(&job.names);
    source_close(&job.cpp_output);
    source_close(&job.source);
    buffer_free(&job.out);
    return failed;
}

/* A header that the file includes and that was not generated yet. */
static int make_header(void *context, const char *path, const char *output)
{
    const struct job *job = context;

    return translate(job->options, job->headers, path, output);
}

/* ---- options ---- */

static const char help[] =
    "usage: unsync [option]... FILE [-- preprocessor-flag...]\n"
    "Turns an annotated C file into ordinary C: foo.uc into foo.c, foo.uh into foo.h.\n"
    "\n"
    "  -o FILE        writes FILE; needed for any other suffix\n"
    "  -              reads standard input, writes to standard output unless there is -o\n"
    "  -MD            writes a dependency file for make beside the output, suffix .d\n"
    "  -MF FILE       the name of that file\n"
    "  --no-cpp       does not ask the preprocessor ($CC -E -dD) for types and macros\n"
    "  --dump-tokens  prints what the lexer made of the file, and stops\n"
    "  --dump-ast     prints what the parser made of the file, and stops\n"
    "  --all          with --dump-ast: every function counts as annotated\n"
    "  --version      prints the version\n"
    "  --help         prints this\n";

static _Noreturn void usage(const char *format, const char *detail)
{
    fputs("unsync: error: ", stderr);
    fprintf(stderr, format, detail);
    fputs("\nhint: unsync --help lists the options\n", stderr);
    exit(EXIT_USAGE);
}

static _Noreturn void print_and_exit(const char *text)
{
    exit(fputs(text, stdout) < 0 || fflush(stdout) != 0 ? EXIT_REFUSED : 0);
}

static bool read_flag(struct options *options, const char *word)
{
    const struct {
        const char *word;
        bool *flag;
    } flags[] = {
        {"--no-cpp", &options->no_cpp},           {"-MD", &options->wants_depend},
        {"--dump-tokens", &options->dump_tokens}, {"--dump-ast", &options->dump_ast},
        {"--all", &options->take_all},
    };

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(word, flags[i].word) == 0)
            return *flags[i].flag = true;
    return false;
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
            usage("%s needs a file name", word);
        *value = argv[++*at];
    } else if (strcmp(word, "--version") == 0) {
        print_and_exit("unsync " UNSYNC_GENERATOR_VERSION "\n");
    } else if (strcmp(word, "--help") == 0) {
        print_and_exit(help);
    } else if (word[0] == '-' && word[1]) {
        if (!read_flag(options, word))
            usage("unknown option %s", word);
    } else if (options->path) {
        usage("more than one input file: %s", word);
    } else {
        options->path = word;
    }
}

static void read_options(struct options *options, char **argv)
{
    int at = 1;

    for (; argv[at] && strcmp(argv[at], "--") != 0; at++)
        read_word(options, argv, &at);
    if (argv[at])
        options->flags = &argv[at + 1];
    while (argv[at] && argv[at + 1 + options->flag_count])
        options->flag_count++;
    if (!options->path)
        usage("no input file%s", "");
    options->wants_depend |= options->depend_path != NULL;
}

/* foo.uc gives foo.c; NULL for any other suffix. */
static char *default_output(const char *path)
{
    size_t len = strlen(path);
    char *output;

    if (!ends_in(path, ".uc") && !ends_in(path, ".uh"))
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

    if (!options->output && !is_stdin && !options->dump_tokens && !options->dump_ast)
        usage("%s is neither .uc nor .uh: name the output with -o FILE", options->path);
    if (!options->output && options->wants_depend)
        usage("%s needs an output: -o FILE", "-MD");
    if (options->output && !is_stdin && is_same_file(options->path, options->output))
        usage("%s would be overwritten", options->path);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct headers headers = {0};
    char *made_output;
    int failed;

    (void) argc;
    read_options(&options, argv);
    made_output = default_output(options.path);
    if (!options.output)
        options.output = made_output;
    check_output(&options);
    failed = translate(&options, &headers, options.path, options.output);
    headers_close(&headers);
    free(made_output);
    return failed ? EXIT_REFUSED : 0;
}
