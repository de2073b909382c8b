#include "headers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directive.h"
#include "lex.h"

/* One #include that is looked up. */
struct search {
    struct headers *headers;
    const char *name;     /* as included: "sub/foo.h" */
    const char *source;   /* the foo.uh that was found, or NULL */
    bool is_there;        /* foo.h exists */
};

static bool is_file(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static void look_in(struct search *search, const char *dir)
{
    struct arena *arena = &search->headers->arena;
    const char *header = arena_printf(arena, "%s/%s", dir, search->name);
    char *source = arena_printf(arena, "%s/%sx", dir, search->name);

    strcpy(source + strlen(source) - 2, "uh"); /* foo.hx: room for foo.uh */

    search->is_there |= is_file(header);
    if (!search->source && is_file(source))
        search->source = source;
}

static const char *directory_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? arena_copy(arena, path, (size_t) (slash + (slash == path) - path)) : ".";
}

static void look_in_flags(struct search *search, char *const *flags, int count)
{
    for (int i = 0; i < count; i++) {
        size_t skip = strncmp(flags[i], "-I", 2) == 0        ? 2
                      : strncmp(flags[i], "-iquote", 7) == 0 ? 7
                                                             : 0;
        const char *dir = skip ? flags[i] + skip : NULL;

        if (dir && !*dir)
            dir = i + 1 < count ? flags[++i] : NULL;
        if (dir)
            look_in(search, dir);
    }
}

/* ---- the private directory ---- */

static int open_dir(struct headers *headers)
{
    const char *parent = getenv("TMPDIR");

    if (headers->dir)
        return 0;
    headers->dir = arena_printf(&headers->arena, "%s/unsync.XXXXXX",
                                parent && *parent ? parent : "/tmp");
    if (mkdtemp(headers->dir))
        return 0;
    fprintf(stderr, "unsync: error: %s: %s\n", headers->dir, strerror(errno));
    headers->dir = NULL;
    return -1;
}

/* The directories between the private one and the file. */
static void make_parents(struct headers *headers, char *path)
{
    for (char *slash = path + strlen(headers->dir) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(path, 0700) == 0)
            *vector_push(&headers->subdirs) =
                arena_copy(&headers->arena, path, strlen(path));
        *slash = '/';
    }
}

static int make_header(struct search *search, header_maker *make, void *context)
{
    struct headers *headers = search->headers;
    char *path;
    FILE *file;

    if (open_dir(headers) < 0)
        return -1;
    path = arena_printf(&headers->arena, "%s/%s", headers->dir, search->name);
    if (is_file(path))
        return 0;
    make_parents(headers, path);
    file = fopen(path, "w"); /* empty at first: headers that include each other */
    if (!file) {
        fprintf(stderr, "unsync: error: %s: %s\n", path, strerror(errno));
        return -1;
    }
    fclose(file);
    *vector_push(&headers->made) = (struct made_header) {path, search->source};
    *vector_push(&headers->quote_dirs) = directory_of(&headers->arena, search->source);
    return make(context, search->source, path);
}

/* ---- the source's includes ---- */

static int see_include(struct headers *headers, const struct source *source, const char *file,
                       uint32_t len, char *const *flags, int flag_count, header_maker *make,
                       void *context)
{
    struct search search = {.headers = headers};

    search.name = arena_copy(&headers->arena, file, len);
    if (len < 3 || strcmp(search.name + len - 2, ".h") != 0 || *search.name == '/' ||
        strstr(search.name, ".."))
        return 0;
    look_in(&search, directory_of(&headers->arena, source->path));
    look_in_flags(&search, flags, flag_count);
    return search.is_there || !search.source ? 0 : make_header(&search, make, context);
}

/* Behind this no directive begins: most files have them at their top, and are long. */
static const char *directives_end(const struct source *source)
{
    const char *end = source->text + source->text_len;
    const char *last = memrchr(source->text, '#', source->text_len);

    last = last ? last + 1 : source->text;
    return memmem(last, (size_t) (end - last), "%:", 2) ? end : last;
}

int headers_make(struct headers *headers, const struct source *source, char *const *flags,
                 int flag_count, header_maker *make, void *context)
{
    struct names names;
    struct lexer lexer;
    struct token token;
    const char *rest, *file, *end = directives_end(source);
    uint32_t len, file_len;
    int failed = 0;

    names_open(&names);
    lex_open(&lexer, &names, source);
    for (lex_next(&lexer, &token); token.text < end && !failed; lex_next(&lexer, &token))
        if (token.kind == TOKEN_DIRECTIVE &&
            directive_read(&token, &rest, &len) == DIRECTIVE_INCLUDE &&
            directive_file(rest, len, &file, &file_len))
            failed = see_include(headers, source, file, file_len, flags, flag_count, make, context);
    names_close(&names);
    return failed;
}

const char *headers_origin(const struct headers *headers, const char *path)
{
    for (uint32_t i = 0; i < headers->made.count; i++)
        if (strcmp(headers->made.list[i].path, path) == 0)
            return headers->made.list[i].from;
    return path;
}

void headers_close(struct headers *headers)
{
    for (uint32_t i = 0; i < headers->made.count; i++)
        unlink(headers->made.list[i].path);
    while (headers->subdirs.count)
        rmdir(headers->subdirs.list[--headers->subdirs.count]);
    if (headers->dir)
        rmdir(headers->dir);
    vector_free(&headers->made);
    vector_free(&headers->subdirs);
    vector_free(&headers->quote_dirs);
    arena_free(&headers->arena);
    headers->dir = NULL;
}
