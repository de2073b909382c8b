/*
 * unsync: an annotated C file becomes ordinary C. The pipeline, one line a stage; the only file
 * that sees all stages. The output is written only if nothing was refused.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/depend.h"
#include "base/output.h"
#include "base/text.h"
#include "emit/emit.h"
#include "emit/frames.h"
#include "front/cpp.h"
#include "front/facts.h"
#include "front/headers.h"
#include "front/lex.h"
#include "front/parse_unit.h"
#include "front/plain.h"
#include "front/writes.h"
#include "options.h"
#include "ps.h"
#include "pass/check.h"
#include "pass/defer.h"
#include "pass/early.h"
#include "pass/ending.h"
#include "pass/fade.h"
#include "pass/forgotten.h"
#include "pass/frame.h"
#include "pass/gone.h"
#include "pass/handle.h"
#include "pass/hoist.h"
#include "pass/limit.h"
#include "pass/live.h"
#include "pass/lock.h"
#include "pass/orphan.h"
#include "pass/pack.h"
#include "pass/pool.h"
#include "pass/reach.h"
#include "pass/resolve.h"
#include "pass/serial.h"
#include "pass/split.h"
#include "pass/unknown.h"
#include "pass/valueless.h"
#include "pass/warn.h"
#include "pass/words.h"
#include "tree/dump.h"
#include "tree/ir.h"

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
    struct effects effects;   /* what functions do to each other */
    struct writes writes;
    struct output out;
    struct frames frames;
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
    diag_report(&job->diag, DIAG_NUL_BYTE, (struct span) {nul, 1}, "a NUL byte in the file");
    return -1;
}

static int make_header(void *context, const char *path, const char *output);

static bool needs_facts(struct job *job)
{
    return job->options->take_all || source_holds_marks(&job->source, &job->names);
}

static void report_preprocessor(struct job *job)
{
    diag_report(&job->diag, DIAG_PREPROCESSOR, (struct span) {DIAG_NOWHERE, 0},
                "%s: the preprocessor failed", job->source.path);
    diag_hint(&job->diag, "it says why, above; if it wants flags (-I, -D), give them after '--': "
              "unsync %s -- $(CPPFLAGS), or use --no-cpp", job->path);
}

/* Its quote_dirs are to be freed. */
static struct cpp_request request_of(struct job *job)
{
    const struct options *options = job->options;
    struct cpp_request request = {.compiler = getenv("CC"), .flags = options->flags,
                                  .flag_count = options->flag_count,
                                  .include_dir = job->headers->dir};

    for (uint32_t i = 0; i < job->headers->quote_dirs.count; i++)
        *vector_push(&request.quote_dirs) = job->headers->quote_dirs.list[i];
    return request;
}

static int ask_preprocessor(struct job *job)
{
    struct cpp_request request = request_of(job);
    struct buffer out = {0};
    int failed = cpp_run(&request, &job->source, &out);

    if (failed)
        report_preprocessor(job);
    source_from_buffer(&job->cpp_output, job->source.path, &out);
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

/* A mark in a .h, which no compiler understands. */
static int report_marked_header(struct job *job)
{
    const struct facts *facts = &job->facts;

    if (!facts->stray_mark)
        return 0;
    diag_report(&job->diag, DIAG_MARKED_HEADER, source_line(&job->source, facts->stray_include),
                "%s:%u has the mark '@%s', and is no generated header", facts->stray_file,
                facts->stray_line, facts->stray_mark->text);
    diag_hint(&job->diag, "let its name end in .uh, and include it with .h as now: "
                          "that is made from it");
    return -1;
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
    source_close(&job->cpp_output);
    return report_marked_header(job);
}

static void open_unit(struct job *job)
{
    unit_open(&job->unit, &job->source, &job->diag, &job->names, &job->facts);
    job->unit.is_header |= job->output && text_ends_in(job->output, ".h");
}

/* ---- warnings about more than one function ---- */

static void read_effects(void *context, struct effects *effects, const struct actor *actor)
{
    struct job *job = context;
    struct unit scratch;
    struct stmt *body = plain_parse(&scratch, &job->unit, actor->begin);

    if (body)
        warn_collect(effects, &scratch, body);
    unit_close(&scratch);
}

static const struct write *find_write(void *context, const struct name *variable)
{
    struct job *job = context;

    return writes_find(&job->writes, &job->unit, variable);
}

static void reach(struct job *job)
{
    struct reach_source source = {job, read_effects, find_write};

    for (uint32_t i = 0; i < job->unit.plains.count; i++)
        effects_add_plain(&job->effects, &job->unit.plains.list[i]);
    reach_unit(&job->diag, &job->effects, &source);
    effects_close(&job->effects);
    writes_close(&job->writes);
}

static bool reports(const struct job *job)
{
    return !is_made_header(job) && (job->options->frames || job->options->explain);
}

/* At the end, where all that is marked has been seen. */
static void see_hasty(struct job *job)
{
    for (uint32_t i = 0; i < job->unit.hasty.count; i++) {
        struct unit scratch;
        struct stmt *body = plain_parse(&scratch, &job->unit, job->unit.hasty.list[i].begin);

        if (body)
            early_plain(&job->unit, &scratch, body);
        unit_close(&scratch);
    }
}

/* The passes over the items at hand. */
static void transform(struct job *job, struct ir *ir, struct emitter *emitter)
{
    ir_begin(ir);
    resolve_items(ir);
    check_items(ir);
    early_items(ir);
    handle_items(ir);
    forgotten_items(ir);
    valueless_items(ir);
    ending_items(ir);
    warn_items(ir, &job->effects);
    lock_items(ir);
    pool_items(ir);
    limit_items(ir);
    if (job->options->serial)
        serial_items(ir);
    defer_items(ir);
    gone_items(ir);
    orphan_items(ir);
    live_items(ir);
    hoist_items(ir);
    frame_items(ir);
    unknown_items(ir);
    words_items(ir);
    split_items(ir);
    fade_items(ir);
    pack_items(ir);
    if (!ir->unit->diag->errors)
        emit_items(emitter);
    if (reports(job))
        frames_items(&job->frames, ir);
    ir_end(ir);
}

/* The file from item to item. */
static int transform_items(struct job *job)
{
    struct unit_reader *reader = unit_read_open(&job->unit, false);
    struct emitter *emitter;
    struct ir ir;

    ir_open(&ir, &job->unit);
    ir.wants_sizes = reports(job);
    emitter = emit_open(&job->out, &ir, job->output ? job->output : "<stdout>");
    while (unit_read(reader))
        transform(job, &ir, emitter);
    see_hasty(job);
    reach(job);
    emit_close(emitter);
    ir_close(&ir);
    unit_read_close(reader);
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

/* Instead of the output: what the compiler says of it. */
static int report(struct job *job)
{
    struct cpp_request request = request_of(job);
    struct buffer assembly = {0};
    const char *text = NULL;

    if (!job->options->no_cpp && job->out.has_file &&
        cpp_assemble(&request, job->path, job->out.file, &assembly) == 0)
        text = assembly.data;
    if (job->options->explain)
        frames_explain(stdout, &job->frames, text);
    if (job->options->frames)
        frames_print(stdout, &job->frames, &job->diag, text);
    vector_free(&request.quote_dirs);
    buffer_free(&assembly);
    return job->diag.errors || fflush(stdout) != 0 ? -1 : 0;
}

static int write_files(struct job *job)
{
    if (output_commit(&job->out) < 0)
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

static int dump_items(struct job *job)
{
    struct unit_reader *reader = unit_read_open(&job->unit, job->options->take_all);

    while (unit_read(reader))
        dump_unit(stdout, &job->unit);
    unit_read_close(reader);
    return job->diag.errors ? -1 : 0;
}

static int run_stages(struct job *job)
{
    const struct options *options = job->options;

    if (check_bytes(job) < 0)
        return -1;
    if (options->dump_tokens)
        return dump_tokens(job);
    if (make_headers(job) < 0 || collect_facts(job) < 0)
        return -1;
    open_unit(job);
    if (options->dump_ast && !is_made_header(job))
        return dump_items(job);
    if (transform_items(job) < 0)
        return -1;
    return reports(job) ? report(job) : write_files(job);
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
    blocking_words(&job.names);
    diag_open(&job.diag, &job.source, &options->diag, stderr);
    output_open(&job.out, reports(&job) ? NULL : output);
    failed = run_stages(&job);
    diag_close(&job.diag);
    unit_close(&job.unit);
    vector_free(&job.facts.files);
    vector_free(&job.facts.active);
    arena_free(&job.arena);
    names_close(&job.names);
    source_close(&job.cpp_output);
    source_close(&job.source);
    output_close(&job.out);
    frames_close(&job.frames);
    return failed;
}

/* A header that the file includes and that was not generated yet. */
static int make_header(void *context, const char *path, const char *output)
{
    const struct job *job = context;

    return translate(job->options, job->headers, path, output);
}

int main(int argc, char **argv)
{
    struct options options;
    struct headers headers = {0};
    int failed;

    if (argc > 1 && strcmp(argv[1], "ps") == 0)
        return ps_main(argv + 2);
    options_read(&options, argv);
    failed = translate(&options, &headers, options.path, options.output);
    headers_close(&headers);
    options_close(&options);
    return failed ? EXIT_REFUSED : 0;
}
