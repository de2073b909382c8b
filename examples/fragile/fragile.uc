/* Parses all JSON files of a folder with a parser that trusts its input: it recurses as deep as the
 * file nests, follows a pointer that strchr did not find, divides by what it counted. In processes
 * of their own the bad files are rows of the table that say what happened and where; the good ones
 * are done, and so is the program. */
#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

/* ---- the parser: adds up all numbers ---- */

static const char *parse_value(const char *at, long *sum);

static const char *skip_space(const char *at)
{
    while (isspace((unsigned char) *at) || *at == ',' || *at == ':') at++;
    return at;
}

static const char *parse_string(const char *at)
{
    const char *end = strchr(at + 1, '"'); /* "NULL is not going to happen" */
    assert(end == NULL || end[-1] != '\\'); /* "nobody escapes quotes" */
    return skip_space(end + 1);
}

static const char *parse_list(const char *at, char close, long *sum)
{
    char begin[300] = ""; /* "nobody nests deeper than the stack" */
    strncat(begin, at, sizeof begin - 1);
    for (at = skip_space(at + 1); *at != close;) at = parse_value(at, sum);
    assert(strchr(begin, '\t') == NULL); /* "nobody indents with tabs" */
    return skip_space(at + 1);
}

static const char *parse_value(const char *at, long *sum)
{
    char *end;
    switch (*at) {
    case '{': return parse_list(at, '}', sum);
    case '[': return parse_list(at, ']', sum);
    case '"': return parse_string(at);
    default: *sum += strtol(at, &end, 10); return skip_space(end);
    }
}

static long count_values(const char *text)
{
    long count = 0;
    for (; *text != '\0'; text++)
        count += isdigit((unsigned char) text[0]) && !isdigit((unsigned char) text[1]);
    return count;
}

/* ---- the worker ---- */

@cpu_bound(cpu = 300ms, no_network)
long mean_of(const char *path)
{
    static char text[1 << 16];
    long sum = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) unsync_fail(-1, "cannot be opened");
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    parse_value(skip_space(text), &sum);
    return sum / count_values(text);
}

/* ---- the program ---- */

/* What happened, without who it happened to. */
static void print_failure(const char *name, const struct unsync_failure *failure)
{
    const char *how = strstr(failure->message, " by SIG");
    if (how == NULL) how = strstr(failure->message, " used more");
    if (how == NULL) how = failure->message;
    printf("%-18s failed%.*s\n", name, (int) strcspn(how, ";"), how);
    if (failure->code == UNSYNC_ECRASHED)
        printf("%-18s   in %s, line %d\n", "", failure->trace[0].function, failure->trace[0].line);
}

static int is_json(const struct dirent *entry)
{
    return strstr(entry->d_name, ".json") != NULL;
}

@async
int main(int argc, char **argv)
{
    enum { MOST = 64 };
    struct dirent **entries;
    char paths[MOST][512];
    mean_of_task tasks[MOST];
    const char *folder = argc > 1 ? argv[1] : ".";
    int bad = 0, count = scandir(folder, &entries, is_json, alphasort);
    if (count > MOST) count = MOST;
    for (int i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", folder, entries[i]->d_name);
        tasks[i] = mean_of(paths[i]);
    }
    for (int i = 0; i < count; i++) {
        if (catch tasks[i] == 0)
            printf("%-18s mean %ld\n", entries[i]->d_name, unsync_value(tasks[i]));
        else {
            print_failure(entries[i]->d_name, unsync_failure(tasks[i]));
            bad++;
        }
        unsync_release(tasks[i]);
        free(entries[i]);
    }
    printf("%d files, %d of them bad\n", count, bad);
    free(entries);
    return 0;
}
