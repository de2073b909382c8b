/* tree.c: the walk by fts(3), which reads directories without recursion and keeps to one thread. */
#define _GNU_SOURCE
#include "tree.h"

#include <errno.h>
#include <sys/stat.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void row_fail(struct row *row, const char *format, ...)
{
    if (row->failure != NULL) return;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&row->failure, format, arguments) < 0) row->failure = strdup("no memory");
    va_end(arguments);
}

static struct row *add_row(struct tree *tree, const char *path, uint64_t size)
{
    if (tree->count == tree->room) {
        size_t room = tree->room == 0 ? 256 : tree->room * 2;
        struct row *rows = realloc(tree->rows, room * sizeof *rows);
        if (rows == NULL) return NULL;
        tree->rows = rows;
        tree->room = room;
    }
    char *copy = strdup(path);
    if (copy == NULL) return NULL;
    struct row *row = &tree->rows[tree->count++];
    *row = (struct row){.path = copy, .size = size};
    return row;
}

/* One entry of the walk; 0 or -errno, which ends it. */
static int visit(struct tree *tree, const FTSENT *entry)
{
    struct row *row;
    switch (entry->fts_info) {
    case FTS_F:
        return add_row(tree, entry->fts_path, (uint64_t) entry->fts_statp->st_size) ? 0 : -ENOMEM;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        if (entry->fts_level == FTS_ROOTLEVEL) return -entry->fts_errno;
        row = add_row(tree, entry->fts_path, 0);
        if (row == NULL) return -ENOMEM;
        row_fail(row, "%s", strerror(entry->fts_errno));
        return 0;
    case FTS_SL:
    case FTS_SLNONE:
    case FTS_DEFAULT:
        tree->skipped++;
        return 0;
    default: /* a directory, before or after what is in it */
        return 0;
    }
}

int tree_walk(struct tree *tree, const char *root)
{
    *tree = (struct tree){0};
    char *roots[] = {(char *) root, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    if (walk == NULL) return -errno;
    int code = 0;
    FTSENT *entry = NULL;
    while (code == 0 && (errno = 0, entry = fts_read(walk)) != NULL) code = visit(tree, entry);
    if (code == 0) code = -errno; /* 0 at the end of the tree */
    fts_close(walk);
    return code;
}

static int larger_first(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->size != b->size) return a->size < b->size ? 1 : -1;
    return strcmp(a->path, b->path);
}

void tree_sort(struct tree *tree)
{
    if (tree->count > 0) qsort(tree->rows, tree->count, sizeof *tree->rows, larger_first);
}

int tree_twin(struct tree *twin, const struct tree *tree)
{
    *twin = (struct tree){0};
    twin->rows = calloc(tree->count + 1, sizeof *twin->rows);
    if (twin->rows == NULL) return -ENOMEM;
    twin->count = tree->count;
    for (size_t i = 0; i < tree->count; i++) {
        twin->rows[i].path = tree->rows[i].path;
        twin->rows[i].size = tree->rows[i].size;
    }
    return 0;
}

bool tree_agree(const struct tree *a, const struct tree *b)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct row *x = &a->rows[i], *y = &b->rows[i];
        if (x->failure != NULL || y->failure != NULL) continue;
        if (x->size != y->size || x->lines != y->lines || x->longest != y->longest ||
            memcmp(x->sha256, y->sha256, SHA256_SIZE) != 0)
            return false;
    }
    return true;
}

void tree_free_twin(struct tree *twin)
{
    for (size_t i = 0; i < twin->count; i++) free(twin->rows[i].failure);
    free(twin->rows);
}

void tree_free(struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) free(tree->rows[i].path);
    tree_free_twin(tree);
}
