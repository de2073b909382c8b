/*
 * The child writes into a pipe that is read to its end, and reads a file, so the two cannot wait
 * for each other. Flags that would make the compiler do more than preprocess are left out.
 */
#include "cpp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/arena.h"
#include "../base/intern.h"
#include "directive.h"
#include "lex.h"

typedef VECTOR(char *) word_list;

bool cpp_drops_flag(const char *flag, int *skips)
{
    static const char *const alone[] = {"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG"};
    static const char *const with_value[] = {"-o", "-MF", "-MT", "-MQ"};

    *skips = 0;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (strcmp(flag, alone[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof with_value / sizeof *with_value; i++)
        if (strncmp(flag, with_value[i], strlen(with_value[i])) == 0) {
            *skips = flag[strlen(with_value[i])] == '\0';
            return true;
        }
    return false;
}

/* ---- the command line ---- */

static void add_word(word_list *words, struct arena *arena, const char *word)
{
    *vector_push(words) = arena_copy(arena, word, strlen(word));
}

static void add_compiler(word_list *words, struct arena *arena, const char *compiler)
{
    for (size_t len; *compiler; compiler += len) {
        compiler += strspn(compiler, " \t\n");
        len = strcspn(compiler, " \t\n");
        if (len)
            *vector_push(words) = arena_copy(arena, compiler, len);
    }
}

static void add_option(word_list *words, struct arena *arena, const char *option,
                       const char *value)
{
    add_word(words, arena, option);
    add_word(words, arena, value);
}

static const char *directory_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_copy(arena, path, (size_t) (slash - path));
}

/* `fixed`: words of the generator, up to NULL. */
static void build_command(word_list *words, struct arena *arena, const struct cpp_request *request,
                          const char *const *fixed, const char *path, bool from_text)
{
    add_compiler(words, arena, request->compiler && *request->compiler ? request->compiler : "cc");
    for (; *fixed; fixed++)
        add_word(words, arena, *fixed);
    for (int i = 0, skips; i < request->flag_count; i++) {
        if (cpp_drops_flag(request->flags[i], &skips))
            i += skips;
        else
            add_word(words, arena, request->flags[i]);
    }
    if (from_text)
        add_option(words, arena, "-iquote", directory_of(arena, path));
    for (uint32_t i = 0; i < request->quote_dirs.count; i++)
        add_option(words, arena, "-iquote", request->quote_dirs.list[i]);
    if (request->include_dir)
        add_option(words, arena, "-I", request->include_dir);
    add_option(words, arena, "-x", "c");
    add_word(words, arena,
             from_text ? "-" : *path == '-' ? arena_printf(arena, "./%s", path) : path);
    *vector_push(words) = NULL;
}

/* ---- the text that is handed over ---- */

/* Whether the next token that is a #line directive was found. */
static bool find_line_directive(struct lexer *lexer, struct token *token)
{
    const char *rest;
    uint32_t len;

    for (lex_next(lexer, token); token->kind != TOKEN_END; lex_next(lexer, token))
        if (token->kind == TOKEN_DIRECTIVE &&
            directive_read(token, &rest, &len) == DIRECTIVE_LINE)
            return true;
    return false;
}

/* Writes the raw text with every #line directive made blank; false: there is none. */
static bool write_without_lines(const struct source *source, FILE *file)
{
    struct names names;
    struct lexer lexer;
    struct token token;
    uint32_t done = 0;

    names_open(&names);
    lex_open(&lexer, &names, source);
    while (find_line_directive(&lexer, &token)) {
        uint32_t end = lex_token_end(source, &token);

        fwrite(source->raw + done, 1, token.at - done, file);
        for (uint32_t i = token.at; i < end; i++)
            fputc(source->raw[i] == '\n' ? '\n' : ' ', file);
        done = end;
    }
    fwrite(source->raw + done, 1, source->raw_len - done, file);
    names_close(&names);
    return done > 0;
}

/*
 * What the preprocessor reads in place of the file; NULL: the file itself. -1 in *failed: no file.
 */
static FILE *handed_over(const struct source *source, bool is_stdin, int *failed)
{
    FILE *file;

    if (!is_stdin && !strstr(source->text, "#line") && !strstr(source->text, "# "))
        return NULL;
    file = tmpfile();
    if (file && !write_without_lines(source, file) && !is_stdin) {
        fclose(file);
        return NULL;
    }
    if (!file || fflush(file) != 0 || fseek(file, 0, SEEK_SET) != 0) {
        fprintf(stderr, "unsync: error: no temporary file: %s\n", strerror(errno));
        *failed = -1;
    }
    return file;
}

/* ---- the run ---- */

static _Noreturn void run_child(char **command, int in, int out)
{
    if ((in < 0 || dup2(in, STDIN_FILENO) >= 0) && dup2(out, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    fprintf(stderr, "unsync: error: cannot run '%s': %s\n", command[0], strerror(errno));
    _exit(127);
}

/* Everything that can be read; -1 on failure. */
static int read_pipe(int pipe_end, struct buffer *out)
{
    char chunk[64 * 1024];
    ssize_t got;

    while ((got = read(pipe_end, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno != EINTR)
            return -1;
        if (got > 0)
            buffer_add(out, chunk, (size_t) got);
    }
    return 0;
}

static int run(char **command, int in, struct buffer *out)
{
    int ends[2], status = 0, failed;
    pid_t child;

    if (pipe(ends) < 0)
        return -1;
    fflush(NULL);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        run_child(command, in, ends[1]);
    }
    close(ends[1]);
    failed = child < 0 ? -1 : read_pipe(ends[0], out);
    close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return failed || !WIFEXITED(status) || WEXITSTATUS(status) ? -1 : 0;
}

int cpp_run(const struct cpp_request *request, const struct source *source, struct buffer *out)
{
    /* As in the emitted text: the header of the comment spelling is then the real one. */
    static const char *const fixed[] = {"-E", "-dD", "-w", "-DUNSYNC_GENERATED=1", NULL};
    bool is_stdin = strcmp(source->path, "<stdin>") == 0;
    int failed = 0;
    FILE *text = handed_over(source, is_stdin, &failed);
    struct arena arena = {0};
    word_list command = {0};

    build_command(&command, &arena, request, fixed, is_stdin ? "" : source->path, text != NULL);
    if (!failed)
        failed = run(command.list, text ? fileno(text) : -1, out);
    if (text)
        fclose(text);
    vector_free(&command);
    arena_free(&arena);
    return failed;
}

int cpp_assemble(const struct cpp_request *request, const char *path, int file, struct buffer *out)
{
    static const char *const fixed[] = {"-S", "-O0", "-w", "-o", "-", NULL};
    struct arena arena = {0};
    word_list command = {0};
    int failed = -1;

    build_command(&command, &arena, request, fixed, path, true);
    if (lseek(file, 0, SEEK_SET) == 0)
        failed = run(command.list, file, out);
    vector_free(&command);
    arena_free(&arena);
    return failed;
}
