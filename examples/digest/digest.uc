/* digest.uc: digests a directory tree in three lanes.
 *
 * The walk and the reading block, so they run on threads (work.uh). Counting and SHA-256 run in
 * worker processes: whatever happens there, a crash too, is a failed row of the table. The event
 * loop holds it together: it runs a few digesters, each of which takes batch after batch (batch.h)
 * from the tree to a thread, then to a worker, and the progress report beside them. What these
 * share needs no lock, since all of them run on the loop thread.
 *
 * Afterwards the same is done again, and once more on one thread, to compare the times. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <unsync.h>

#include "options.h"
#include "report.h"
#include "work.h"

enum { DIGESTERS_MAX = 64, PROGRESS_MS = 1000 };

/* One pass over a tree. */
struct pass {
    struct tree *tree;
    const struct options *options;
    long crash;      /* row at which the worker crashes, or NO_CRASH */
    size_t next;     /* first row that no batch has taken */
    size_t files;    /* done */
    uint64_t bytes;  /* done */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* Puts the figures of the files into the rows that could be read. */
static void take_figures(struct row *rows, const struct summaries *found)
{
    for (size_t i = 0; i < found->count; i++) {
        rows[i].lines = found->lines[i];
        rows[i].longest = found->longest[i];
        memcpy(rows[i].sha256, found->sha256 + i * SHA256_SIZE, SHA256_SIZE);
    }
}

/* Has `count` files of a batch digested, from number `first` on. If the worker fails at that,
 * nobody knows at which file: so each is tried by itself, and the one that fails alone is the
 * failed row. */
@async
static void digest_files(struct pass *pass, struct batch *batch, size_t first, size_t count)
{
    struct row *rows = batch->rows + first;
    size_t begin = batch_offset(batch, first), end = batch_offset(batch, first + count);
    long crash = pass->crash == NO_CRASH ? NO_CRASH : pass->crash - (rows - pass->tree->rows);

    summarize_task task =
        summarize(batch->data + begin, end - begin, batch->sizes + first, count, crash);
    if (catch task == 0) {
        struct summaries *found = await task;
        take_figures(rows, found);
        summaries_free(found);
    } else if (count == 1) {
        row_fail(rows, "%s", unsync_failure(task)->message);
        unsync_release(task);
    } else {
        unsync_release(task);
        for (size_t i = 0; i < count; i++) await digest_files(pass, batch, first + i, 1);
    }
}

/* Several of these run side by side; how many bounds the memory. */
@async
static void digester(struct pass *pass)
{
    struct batch batch = {0};
    while (batch_take(&batch, pass->tree, &pass->next)) {
        await read_batch(&batch, pass->options->limit);
        await digest_files(pass, &batch, 0, batch.count);
        pass->files += batch.count;
        pass->bytes += batch.len;
    }
    batch_free(&batch);
}

/* Never ends by itself: it is cancelled when the function that started it returns. */
@async
static void progress(const struct pass *pass)
{
    for (;;) {
        await unsync_sleep(PROGRESS_MS);
        fprintf(stderr, "digest: %zu of %zu files, %.1f MB\n", pass->files, pass->tree->count,
                (double) pass->bytes / 1e6);
    }
}

/* Digests the files of the tree; gives the seconds that it took. */
@async
static double digest_tree(struct tree *tree, const struct options *options, long crash)
{
    struct pass pass = {.tree = tree, .options = options, .crash = crash};
    digester_task digesters[DIGESTERS_MAX];
    size_t count = 2 * (size_t) sysconf(_SC_NPROCESSORS_ONLN) + 2;
    if (count > DIGESTERS_MAX) count = DIGESTERS_MAX;
    double begin_s = now_s();

    if (!options->quiet) unsync_background(progress(&pass));
    for (size_t i = 0; i < count; i++) digesters[i] = digester(&pass);
    await unsync_gather(digesters, count);
    return now_s() - begin_s;
}

/* The same work on one thread: f_sync runs a marked function here and now, as a plain call. */
@thread
static double digest_serially(struct tree *tree, uint64_t limit)
{
    struct batch batch = {0};
    size_t next = 0;
    double begin_s = now_s();
    while (batch_take(&batch, tree, &next)) {
        read_batch_sync(&batch, limit);
        struct summaries *found =
            summarize_sync(batch.data, batch.len, batch.sizes, batch.count, NO_CRASH);
        take_figures(batch.rows, found);
        summaries_free(found);
    }
    batch_free(&batch);
    return now_s() - begin_s;
}

/* Does everything twice more, on copies of the tree, without a crash. */
@async
static struct times compare(const struct tree *tree, const struct options *options, double first_s)
{
    struct tree lanes, serial;
    if (tree_twin(&lanes, tree) < 0 || tree_twin(&serial, tree) < 0)
        unsync_fail(UNSYNC_ENOMEM, "no memory to compare");
    struct times times = {.first_s = first_s};
    times.serial_s = await digest_serially(&serial, options->limit);
    times.lanes_s = await digest_tree(&lanes, options, NO_CRASH);
    times.agree = tree_agree(tree, &lanes) && tree_agree(tree, &serial);
    tree_free_twin(&serial);
    tree_free_twin(&lanes);
    return times;
}

/* All of it, once there is a tree; gives the exit status. */
@async
static int digest(struct tree *tree, const struct options *options)
{
    long crash;
    if (!options_crash_row(options, tree, &crash)) return 2;

    double first_s = await digest_tree(tree, options, crash);
    tree_sort(tree); /* a file may have changed its size since the walk */
    if (options->sums)
        report_sums(tree);
    else
        report_table(tree, options->rows);
    if (!options->quiet && !options->sums) {
        struct times times = await compare(tree, options, first_s);
        report_times(&times);
    }
    if (fflush(stdout) == 0) return 0;
    perror("digest: stdout");
    return 1;
}

@async
int main(int argc, char **argv)
{
    struct options options;
    int status = options_read(&options, argc, argv);
    if (status >= 0) return status;

    struct tree tree = {0};
    walk_task walking = walk(options.root, &tree);
    if (catch walking == 0) {
        status = await digest(&tree, &options);
    } else {
        fprintf(stderr, "digest: %s\n", unsync_failure(walking)->message);
        status = 1;
    }
    tree_free(&tree);
    return status;
}
