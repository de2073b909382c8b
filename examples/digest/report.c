/* report.c: the table, sha256sum's format, the times. */
#include "report.h"

#include <inttypes.h>
#include <stdio.h>

enum { SHOWN_BYTES = 8, SHOWN_FAILURES = 20 };

/* A name may hold any byte but '/' and 0: what would break the table is shown as '?'. */
static void put_path(const char *path)
{
    for (; *path != '\0'; path++)
        putchar((unsigned char) *path < ' ' || *path == 0x7f ? '?' : *path);
}

static void put_hex(const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) printf("%02x", bytes[i]);
}

static void put_row(const struct row *row)
{
    printf("%11" PRIu64, row->size);
    if (row->failure != NULL) {
        printf(" %9s %9s  %-18s", "-", "-", "FAILED");
        put_path(row->path);
        printf(": %s\n", row->failure);
        return;
    }
    printf(" %9" PRIu64 " %9" PRIu64 "  ", row->lines, row->longest);
    put_hex(row->sha256, SHOWN_BYTES);
    fputs("  ", stdout);
    put_path(row->path);
    putchar('\n');
}

/* The rows from number `at` on: the failed ones, as long as they are not too many. */
static void put_rest(const struct tree *tree, size_t at)
{
    size_t good = 0, failed = 0;
    for (; at < tree->count; at++) {
        const struct row *row = &tree->rows[at];
        if (row->failure == NULL)
            good++;
        else if (++failed <= SHOWN_FAILURES)
            put_row(row);
    }
    if (good > 0) printf("  ... and %zu smaller files\n", good);
    if (failed > SHOWN_FAILURES) printf("  ... and %zu more failed\n", failed - SHOWN_FAILURES);
}

static void put_totals(const struct tree *tree)
{
    size_t failed = 0;
    uint64_t size = 0, lines = 0, longest = 0;
    for (size_t i = 0; i < tree->count; i++) {
        const struct row *row = &tree->rows[i];
        if (row->failure != NULL) {
            failed++;
            continue;
        }
        size += row->size;
        lines += row->lines;
        if (row->longest > longest) longest = row->longest;
    }
    printf("%11" PRIu64 " %9" PRIu64 " %9" PRIu64 "  files: %zu; failed: %zu; skipped: %zu\n", size,
           lines, longest, tree->count - failed, failed, tree->skipped);
}

void report_table(const struct tree *tree, size_t most)
{
    if (most > tree->count) most = tree->count;
    printf("%11s %9s %9s  %-18s%s\n", "bytes", "lines", "longest", "sha256", "file");
    for (size_t i = 0; i < most; i++) put_row(&tree->rows[i]);
    put_rest(tree, most);
    put_totals(tree);
}

/* The name as sha256sum writes it: after a leading backslash, with escapes, if need be. */
static void put_sum(const struct row *row)
{
    bool escape = false;
    for (const char *c = row->path; *c != '\0'; c++)
        if (*c == '\\' || *c == '\n' || *c == '\r') escape = true;
    if (escape) putchar('\\');
    put_hex(row->sha256, SHA256_SIZE);
    fputs("  ", stdout);
    for (const char *c = row->path; *c != '\0'; c++) {
        if (*c == '\\')
            fputs("\\\\", stdout);
        else if (*c == '\n')
            fputs("\\n", stdout);
        else if (*c == '\r')
            fputs("\\r", stdout);
        else
            putchar(*c);
    }
    putchar('\n');
}

void report_sums(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct row *row = &tree->rows[i];
        if (row->failure == NULL)
            put_sum(row);
        else
            fprintf(stderr, "digest: %s: %s\n", row->path, row->failure);
    }
}

void report_times(const struct times *times)
{
    printf("\n%8.3f s  the first time, three lanes\n", times->first_s);
    printf("%8.3f s  again, three lanes (the files are in the page cache now)\n", times->lanes_s);
    printf("%8.3f s  the same on one thread\n", times->serial_s);
    printf("%8.2f    times as fast in three lanes%s\n", times->serial_s / times->lanes_s,
           times->agree ? "" : "; BUT THE RESULTS DIFFER (did files change?)");
}
