/* options.c: what the command line says, checked before anything is begun. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"

enum { WRONG_USAGE = 2 };
static const uint64_t LIMIT_DEFAULT = 64 << 20, LIMIT_MAX = 1 << 30;

static const char help[] =
    "Usage: digest [OPTION]... [DIRECTORY]\n"
    "Digests all files below DIRECTORY (/usr/include): SHA-256, lines, longest line. Reads them\n"
    "on threads, digests them in worker processes, then does the same on one thread, to compare.\n"
    "Symbolic links are not followed, what is no regular file is skipped.\n"
    "\n"
    "  -n, --rows=N       rows of the table, the largest files first (20)\n"
    "  -a, --all          all rows\n"
    "      --sums         instead of the table: lines for `sha256sum -c`\n"
    "      --limit=SIZE   largest file that is read, 1 to 1G (64M); a larger one is a failed row\n"
    "      --crash=FILE   let the worker that digests FILE (a path, or the number of a row) crash\n"
    "  -q, --quiet        neither progress nor times; the work is done once\n"
    "  -h, --help         this text\n"
    "\n"
    "In memory at a time: two batches for each core and two more; one on its way to a worker is\n"
    "there twice. A batch is about 512 KiB of files, or one larger file. UNSYNC_WORKERS=N sets\n"
    "the most worker processes (one for each core).\n"
    "Exit status: 0 if the tree was digested, with failed rows or without; 1 if not; 2 for wrong\n"
    "usage.\n";

static int wrong(const char *format, const char *what)
{
    fputs("digest: ", stderr);
    fprintf(stderr, format, what);
    fputs("\nTry `digest --help`.\n", stderr);
    return WRONG_USAGE;
}

/* A whole number from 1 to `most`, if `units` with K, M or G after it. */
static bool read_number(const char *text, uint64_t most, bool units, uint64_t *number)
{
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || text[0] < '0' || text[0] > '9') return false;
    unsigned shift = 0;
    if (units && *end != '\0') {
        const char *unit = strchr("KMG", *end++);
        if (unit == NULL) return false;
        shift = unit[0] == 'K' ? 10 : unit[0] == 'M' ? 20 : 30;
    }
    if (*end != '\0' || value < 1 || value > most >> shift) return false;
    *number = value << shift;
    return true;
}

enum { SUMS = 256, LIMIT, CRASH };
static const struct option table[] = {
    {"rows", required_argument, NULL, 'n'},      {"all", no_argument, NULL, 'a'},
    {"sums", no_argument, NULL, SUMS},           {"limit", required_argument, NULL, LIMIT},
    {"crash", required_argument, NULL, CRASH},   {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},            {NULL, 0, NULL, 0},
};

/* One option; -1, or the exit status. */
static int read_option(struct options *options, int option)
{
    uint64_t rows;
    switch (option) {
    case 'n':
        if (!read_number(optarg, SIZE_MAX / 2, false, &rows))
            return wrong("--rows=%s: not a number from 1 on", optarg);
        options->rows = rows;
        return -1;
    case 'a':
        options->rows = SIZE_MAX;
        return -1;
    case SUMS:
        options->sums = true;
        return -1;
    case LIMIT:
        if (!read_number(optarg, LIMIT_MAX, true, &options->limit))
            return wrong("--limit=%s: not a size from 1 to 1G", optarg);
        return -1;
    case CRASH:
        options->crash = optarg;
        return -1;
    case 'q':
        options->quiet = true;
        return -1;
    case 'h':
        fputs(help, stdout);
        return 0;
    default: /* getopt_long has said what is wrong */
        fputs("Try `digest --help`.\n", stderr);
        return WRONG_USAGE;
    }
}

int options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){.root = "/usr/include", .limit = LIMIT_DEFAULT, .rows = 20};
    int option;
    while ((option = getopt_long(argc, argv, "n:aqh", table, NULL)) != -1) {
        int status = read_option(options, option);
        if (status >= 0) return status;
    }
    if (optind < argc) options->root = argv[optind++];
    if (optind < argc) return wrong("one directory at a time, not also '%s'", argv[optind]);
    return -1;
}

bool options_crash_row(const struct options *options, const struct tree *tree, long *row)
{
    uint64_t number;
    *row = -1;
    if (options->crash == NULL) return true;
    if (read_number(options->crash, tree->count, false, &number)) {
        *row = (long) number - 1;
        return true;
    }
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->rows[i].path, options->crash) == 0) *row = (long) i;
    if (*row < 0) wrong("--crash=%s: no such file or row in the tree", options->crash);
    return *row >= 0;
}
