/* The process lane: long values, which lie in blocks of shared memory beside the rings. */
#include "lib_procs.h"

#include <dirent.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "../../lib/base/alloc.h"
#include "../../lib/wire/copy.h"
#include "../../lib/wire/store.h"

enum { KIB = 1024, MIB = 1 << 20 };

REMOTE(char *, same, char *arg, 0, 0, true)
{
    return arg; /* lies in the arguments: must not be freed */
}

REMOTE(char *, doubled, const char *arg, 0, 0, true)
{
    size_t len = strlen(arg);
    char *text = malloc(2 * len + 1);
    memcpy(text, arg, len);
    memcpy(text + len, arg, len + 1);
    return text;
}

REMOTE(int, length, const char *arg, 0, 0, false)
{
    return (int) strlen(arg);
}

REMOTE(int, open_descriptors, int arg, 0, 0, false)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL) count++;
    closedir(folder);
    return count + arg;
}

static char *text_of(size_t len, unsigned seed)
{
    char *text = malloc(len + 1);
    for (size_t i = 0; i < len; i++) text[i] = (char) ('a' + (i * 7 + seed) % 26);
    text[len] = '\0';
    return text;
}

/* Around each size at which something else begins. */
static void values_of_all_lengths_come_back(void **state)
{
    (void) state;
    static const size_t around[] = {16 * KIB, 32 * KIB, 256 * KIB, 512 * KIB, MIB};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (size_t len = around[i] - 40; len < around[i] + 3; len += 1 + len % 17) {
            char *text = text_of(len, (unsigned) len), *back = unsync_result(same(text));
            assert_memory_equal(back, text, len + 1);
            free(back);
            back = unsync_result(doubled(text));
            assert_memory_equal(back, text, len);
            assert_memory_equal(back + len, text, len + 1);
            free(back);
            free(text);
        }
}

static void many_long_ones_at_once_are_told_apart(void **state)
{
    (void) state;
    enum { COUNT = 100 };
    char *texts[COUNT];
    doubled_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) {
        texts[i] = text_of((size_t) (1 + i % 7) * 50 * KIB, (unsigned) i);
        tasks[i] = doubled(texts[i]);
    }
    for (int i = 0; i < COUNT; i++) {
        char *back = unsync_result(tasks[i]);
        size_t len = strlen(texts[i]);
        assert_memory_equal(back, texts[i], len);
        assert_memory_equal(back + len, texts[i], len + 1);
        free(back);
        free(texts[i]);
    }
}

/* Kilobytes of shared memory that this program has mapped. */
static long mapped_kib(void)
{
    char line[512];
    unsigned long from, to, sum = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, "memfd:unsync ") != NULL && sscanf(line, "%lx-%lx", &from, &to) == 2)
            sum += to - from;
    fclose(maps);
    return (long) (sum / KIB);
}

/* How many of them have pages; dear under sanitizers, which map terabytes. */
static long resident_kib(void)
{
    char line[512];
    long sum = 0, kib;
    bool is_ours = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    while (fgets(line, sizeof line, maps) != NULL) {
        if (strchr(line, '-') != NULL && strchr(line, '-') < strchr(line, ' '))
            is_ours = strstr(line, "memfd:unsync ") != NULL;
        if (is_ours && sscanf(line, "Rss: %ld", &kib) == 1) sum += kib;
    }
    fclose(maps);
    return sum;
}

static void blocks_are_used_again(void **state)
{
    (void) state;
    char *text = text_of(3 * MIB, 1);
    for (int i = 0; i < 20; i++) assert_int_equal(unsync_result(length(text)), 3 * MIB);
    long before = mapped_kib(), descriptors = unsync_result(open_descriptors(0));
    for (int i = 0; i < 50; i++) assert_int_equal(unsync_result(length(text)), 3 * MIB);
    assert_int_equal(mapped_kib(), before);
    assert_int_equal(unsync_result(open_descriptors(0)), descriptors);
    free(text);
}

/* Calls that wait have no copy of their arguments. */
static void what_waits_costs_no_copies(void **state)
{
    (void) state;
    enum { COUNT = 200 };
    length_task tasks[COUNT];
    char *text = text_of(3 * MIB, 1);
    for (int i = 0; i < COUNT; i++) tasks[i] = length(text);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(unsync_result(tasks[i]), 3 * MIB);
        if (i % 40 == 20) assert_true(mapped_kib() < 300 * KIB); /* of 600 MiB */
    }
    free(text);
}

/* The memory of blocks that nobody uses goes back. */
static void idle_memory_is_given_back(void **state)
{
    (void) state;
    struct timespec moment = {.tv_nsec = 500000000};
    char *text = text_of(8 * MIB, 1), *back = unsync_result(same(text));
    free(back);
    assert_true(resident_kib() > 8 * KIB);
    while (resident_kib() > 2 * KIB) nanosleep(&moment, NULL);
    back = unsync_result(same(text)); /* and comes again */
    assert_string_equal(back, text);
    free(back);
    free(text);
}

static void one_that_dies_with_blocks_leaves_none(void **state)
{
    (void) state;
    char *text = text_of(MIB, 1);
    renew_workers();
    long before = -1;
    for (int i = 0; i < 4; i++) {
        length_task some[4];
        for (int j = 0; j < 4; j++) some[j] = length(text);
        die_by_task death = die_by(SIGKILL);
        for (int j = 0; j < 4; j++) assert_int_equal(unsync_result(some[j]), MIB);
        assert_int_equal(code_of(unsync__of(death)), UNSYNC_ECRASHED);
        renew_workers();
        assert_int_equal(unsync_result(twice(1)), 2);
        long now = mapped_kib();
        if (before < 0) before = now;
        assert_true(now <= before + 4 * KIB);
    }
    free(text);
}

/* The kernel would end the program for a file that is too large. */
static void a_limit_of_files_fails_the_call_only(void **state)
{
    (void) state;
    struct rlimit before, small;
    char *text = text_of(40 * MIB, 1);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = MIB;
    setrlimit(RLIMIT_FSIZE, &small);
    assert_ends(unsync__of(length(text)), UNSYNC_ENOMEM, "no shared memory for the arguments");
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(unsync_result(length(text)), 40 * MIB);
    free(text);
}

/* --- The store -------------------------------------------------------------------------------- */

static int make_mine(struct unsync__store *store, size_t size)
{
    int fd, error = unsync__store_make(store, size, true, &fd);
    if (error == 0) close(fd);
    return error;
}

static void a_lease_of_any_size_has_few_blocks(void **state)
{
    (void) state;
    struct unsync__store store = {.make = make_mine};
    struct unsync__lease lease = {0}, other = {0};
    struct unsync__spot spot;
    static unsigned char bytes[40000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char) (i * 7);
    for (int i = 0; i < 2000; i++) {
        assert_true(unsync__store_put(&store, &lease, bytes, sizeof bytes, &spot));
        const unsigned char *memory = store.blocks[spot.block].memory + spot.offset;
        assert_int_equal((uintptr_t) memory % UNSYNC__SPOT_ALIGN, 0);
        assert_memory_equal(memory, bytes, sizeof bytes);
    }
    assert_true(store.count < 12);
    uint32_t count = store.count;
    assert_true(unsync__store_put(&store, &other, bytes, 100, &spot)); /* they are all leased */
    assert_int_equal(store.count, count + 1);
    unsync__store_end(&store, &lease);
    unsync__store_end(&store, &other);
    assert_int_equal(store.leased, 0);
    for (int i = 0; i < 2000; i++)
        assert_true(unsync__store_put(&store, &lease, bytes, sizeof bytes, &spot));
    assert_int_equal(store.count, count + 1);
    unsync__store_close(&store);
}

/* From any address, of any length; and not a byte more. */
static void long_copies_are_exact(void **state)
{
    (void) state;
    enum { ROOM = MIB + 256 };
    unsigned char *from = malloc(ROOM), *to = aligned_alloc(UNSYNC__SPOT_ALIGN, ROOM);
    for (size_t i = 0; i < ROOM; i++) from[i] = (unsigned char) (i * 7 + i / 251);
    for (size_t skip = 0; skip < 65; skip++)
        for (size_t len = 512 * KIB - 2; len < MIB + 130; len += 104857) {
            memset(to, 0x5a, ROOM);
            unsync__copy_over(to, from + skip, len + skip);
            assert_memory_equal(to, from + skip, len + skip);
            assert_int_equal(to[len + skip], 0x5a);
        }
    free(from);
    free(to);
}

/* The flags of the mapping that an address lies in, as the kernel writes them. */
static void read_flags(const void *address, char *flags, size_t room)
{
    char line[512];
    bool is_it = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    *flags = '\0';
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long first, end;
        if (sscanf(line, "%lx-%lx ", &first, &end) == 2)
            is_it = first <= (uintptr_t) address && (uintptr_t) address < end;
        else if (is_it && strncmp(line, "VmFlags:", 8) == 0)
            snprintf(flags, room, "%s", line);
    }
    fclose(maps);
}

static void fresh_memory_of_much_has_large_pages(void **state)
{
    (void) state;
    char flags[512];
    if (access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0) skip();
    char *all[] = {unsync__user_alloc(64 * MIB), unsync__alloc(64 * MIB)};
    for (int i = 0; i < 2; i++) {
        read_flags(all[i] + 32 * MIB, flags, sizeof flags);
        assert_non_null(strstr(flags, " hg"));
    }
    free(all[0]);
    unsync__free(all[1]);
}

static void a_spot_is_checked(void **state)
{
    (void) state;
    struct unsync__store store = {.make = make_mine};
    int fd;
    assert_int_equal(unsync__store_make(&store, 1000, false, &fd), 0);
    close(fd);
    assert_int_equal(make_mine(&store, 1000), 0);
    size_t size = store.blocks[0].size;
    assert_ptr_equal(unsync__store_at(&store, &(struct unsync__spot){0, 5, 7}),
                     store.blocks[0].memory + 5);
    assert_non_null(unsync__store_at(&store, &(struct unsync__spot){0, size, 0}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){0, size, 1}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){0, 1, size}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){0, 1, UINT64_MAX}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){0, UINT64_MAX, 1}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){1, 0, 1})); /* my own */
    assert_null(unsync__store_at(&store, &(struct unsync__spot){2, 0, 1}));
    assert_null(unsync__store_at(&store, &(struct unsync__spot){UINT64_MAX, 0, 1}));
    assert_int_equal(unsync__store_make(&store, SIZE_MAX, false, &fd), -ENOMEM);
    while (unsync__store_make(&store, 1, false, &fd) == 0) close(fd);
    assert_int_equal(store.count, 768); /* and no more */
    unsync__store_close(&store);
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_all_lengths_come_back),
        cmocka_unit_test(many_long_ones_at_once_are_told_apart),
        cmocka_unit_test(blocks_are_used_again),
        cmocka_unit_test(what_waits_costs_no_copies),
        cmocka_unit_test(idle_memory_is_given_back),
        cmocka_unit_test(one_that_dies_with_blocks_leaves_none),
        cmocka_unit_test(a_limit_of_files_fails_the_call_only),
        cmocka_unit_test(a_lease_of_any_size_has_few_blocks),
        cmocka_unit_test(long_copies_are_exact),
        cmocka_unit_test(fresh_memory_of_much_has_large_pages),
        cmocka_unit_test(a_spot_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
