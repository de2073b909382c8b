/* work.uc: the work itself; see work.uh. The bodies are plain C: only the mark says where they run.
 * SHA-256 is libcrypto's. */
#include "work.h"

#include <errno.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

@thread
void walk(const char *root, struct tree *tree)
{
    int code = tree_walk(tree, root);
    if (code < 0) unsync_fail(code, "%s: %s", root, strerror(-code));
    tree_sort(tree);
}

@thread
void read_batch(struct batch *batch, uint64_t limit)
{
    batch_read(batch, limit);
}

static struct summaries *summaries_new(size_t count)
{
    struct summaries *all = calloc(1, sizeof *all);
    if (all == NULL) return NULL;
    all->count = count;
    all->lines = calloc(count, sizeof *all->lines);
    all->longest = calloc(count, sizeof *all->longest);
    all->sha256_len = count * SHA256_SIZE;
    all->sha256 = malloc(all->sha256_len);
    if (all->lines != NULL && all->longest != NULL && all->sha256 != NULL) return all;
    summaries_free(all);
    return NULL;
}

/* Lines as `wc -l` counts them: ends of lines. */
static void count_lines(const unsigned char *data, size_t len, uint64_t *lines, uint64_t *longest)
{
    const unsigned char *end = data + len;
    while (data < end) {
        const unsigned char *newline = memchr(data, '\n', (size_t) (end - data));
        const unsigned char *line_end = newline != NULL ? newline : end;
        if (*longest < (uint64_t) (line_end - data)) *longest = (uint64_t) (line_end - data);
        if (newline != NULL) ++*lines;
        data = line_end + 1;
    }
}

@cpu_bound
struct summaries *summarize(@len(len) const unsigned char *data, size_t len,
                            @len(count) const uint64_t *sizes, size_t count, long crash)
{
    (void) len;
    struct summaries *all = summaries_new(count);
    if (all == NULL) unsync_fail(-ENOMEM, "no memory for %zu digests", count);
    for (size_t i = 0; i < count; data += sizes[i++]) {
        if ((long) i == crash) raise(SIGSEGV);
        count_lines(data, sizes[i], &all->lines[i], &all->longest[i]);
        unsigned char *sha256 = all->sha256 + i * SHA256_SIZE;
        if (EVP_Digest(data, sizes[i], sha256, NULL, EVP_sha256(), NULL) != 1) {
            summaries_free(all);
            unsync_fail(-EIO, "libcrypto gives no SHA-256");
        }
    }
    return all;
}
