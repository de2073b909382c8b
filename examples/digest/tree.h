/* tree.h: the files of a directory tree, one row each, and what became known of them. Plain C. */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32 };

struct row {
    char *path;
    uint64_t size; /* bytes */
    uint64_t lines;
    uint64_t longest; /* bytes of the longest line, without its end */
    unsigned char sha256[SHA256_SIZE];
    char *failure; /* why there are no such figures, or NULL */
};

struct tree {
    struct row *rows;
    size_t count, room;
    size_t skipped; /* symbolic links, devices, sockets: not followed, not read */
};

/* Adds the regular files below `root` (or `root` itself), and a failed row for each directory that
 * cannot be read. Symbolic links are not followed, but for `root`. 0, or -errno: then `root` itself
 * was not to be had, or no memory. tree_free() in any case. */
int tree_walk(struct tree *tree, const char *root);

/* The largest first; equal sizes by path. */
void tree_sort(struct tree *tree);

/* The same files, nothing known of them yet. `twin` is freed before `tree`. 0 or -ENOMEM. */
int tree_twin(struct tree *twin, const struct tree *tree);

/* Whether the files that have no failure in either tree have the same figures. */
bool tree_agree(const struct tree *a, const struct tree *b);

void tree_free(struct tree *tree);
void tree_free_twin(struct tree *twin);

/* Sets the reason; the first one stays. */
void row_fail(struct row *row, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
