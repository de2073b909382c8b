/* Chaos in the process lane: workers are killed, stopped, continued and starved at random while
 * tasks of many kinds run in them, and each task's outcome is held against what was done to it.
 *
 * Each body writes on a board that all processes share: how often it has begun, in which process,
 * whether it got to its end. A thread does the harm; it puts down whom it kills before it does. So
 * what may have become of each task is known: nobody fails whose worker was left alone, nobody
 * begins twice who may not. CHAOS_SEED decides what is done, CHAOS_TASKS how many tasks there are.
 * In the storm, of CHAOS_STORM tasks, all are short, and the only harm is SIGKILL. `make chaos`
 * goes on for minutes. */
#include "lib_procs.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unsync.h>

enum { SLOTS = 256, STARTS = 4, WORKERS = 3, PIDS = 1 << 22 };

struct slot {
    atomic_uint starts, ends;
    atomic_int pids[STARTS];
};
static char board_path[64];
static struct slot *board;
static _Atomic(unsigned char) harmed[PIDS]; /* the processes that were killed */
static bool storm;

static void map_board(void)
{
    int fd = open(board_path, O_RDWR);
    board = mmap(NULL, SLOTS * sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
}

/* --- Bodies ----------------------------------------------------------------------------------- */

static void begin(int index)
{
    unsigned start = atomic_fetch_add(&board[index % SLOTS].starts, 1);
    if (start < STARTS) atomic_store(&board[index % SLOTS].pids[start], (int) getpid());
}

static int end(int index)
{
    atomic_fetch_add(&board[index % SLOTS].ends, 1);
    return index * 3;
}

static void spin(int turns)
{
    for (volatile int i = 0; i < turns * 100; i++) {
    }
}

LIMITED(int, quick, int arg, false, 0)
{
    begin(arg);
    spin(arg % 64);
    return end(arg);
}

LIMITED(int, naps, int arg, false, 0)
{
    struct timespec moment = {.tv_nsec = 1000000 * (arg % 3 + 1)};
    begin(arg);
    nanosleep(&moment, NULL);
    return end(arg);
}

LIMITED(int, crashes, int arg, false, 0)
{
    begin(arg);
    switch (arg / 16 % 4) {
    case 0: raise(SIGSEGV); break;
    case 1: abort();
    case 2: _exit(arg % 100);
    default: raise(SIGKILL);
    }
    return end(arg);
}

LIMITED(int, endless, int arg, false, .timeout_ms = 25)
{
    begin(arg);
    for (;;) spin(1000);
    return end(arg);
}

LIMITED(int, again, int arg, false, .retries = STARTS - 1)
{
    begin(arg);
    spin(arg % 512);
    return end(arg);
}

LIMITED(int, fenced, int arg, false, .fences = UNSYNC__NO_NEW_FILES)
{
    begin(arg);
    return open("/dev/null", O_RDONLY) < 0 ? end(arg) : -1;
}

LIMITED(int, die_fenced, int arg, false, .fences = UNSYNC__NO_NEW_FILES)
{
    raise(arg);
    return 0;
}

LIMITED(int, short_lived, int arg, false, .recycle_runs = 5)
{
    begin(arg);
    return end(arg);
}

/* --- Chance ----------------------------------------------------------------------------------- */

struct chance {
    uint64_t state;
};

static uint32_t roll(struct chance *chance, uint32_t sides)
{
    chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t) (chance->state >> 33) % sides;
}

/* --- Harm ------------------------------------------------------------------------------------- */

static atomic_bool over;
static atomic_uint served, kills;

/* A process that runs a body, or did a moment ago; 0: none is known. */
static int some_runner(struct chance *chance)
{
    struct slot *slot = &board[roll(chance, SLOTS)];
    unsigned starts = atomic_load(&slot->starts);
    bool runs = storm || atomic_load(&slot->ends) == 0;
    if (starts == 0 || starts > STARTS || !runs) return 0;
    return atomic_load(&slot->pids[starts - 1]);
}

/* Is it a child of this process? A number of a worker that is gone may be anybody's. */
static bool is_mine(int pid)
{
    char path[64], text[512];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL) return false;
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    const char *behind = strrchr(text, ')');
    return behind != NULL && sscanf(behind, ") %*c %d", &parent) == 1 && parent == getpid();
}

/* Nobody dies of it. */
static void pause_it(struct chance *chance, int pid)
{
    kill(pid, SIGTSTP);
    usleep(roll(chance, 2000));
    kill(pid, SIGCONT);
}

static void harm(struct chance *chance, int pid)
{
    static const int deadly[] = {SIGKILL, SIGKILL, SIGSTOP, SIGSEGV, SIGABRT, SIGTERM};
    struct sched_param none = {0};
    switch (storm ? 9 : roll(chance, 8)) {
    case 0: pause_it(chance, pid); break;
    case 1: sched_setscheduler(pid, SCHED_IDLE, &none); break;
    default:
        atomic_store(&harmed[pid], 1);
        atomic_fetch_add(&kills, 1);
        kill(pid, deadly[storm ? 0 : roll(chance, 6)]);
    }
}

static void *do_harm(void *argument)
{
    struct chance chance = {*(const uint64_t *) argument + 99};
    unsigned before = 0, pause = storm ? 100 : 3; /* tasks that somebody must live to serve */
    while (!atomic_load(&over)) {
        int pid = some_runner(&chance);
        if (pid > 0 && pid < PIDS && is_mine(pid)) {
            harm(&chance, pid);
            before = atomic_load(&served);
        }
        while (atomic_load(&served) - before < pause && !atomic_load(&over)) sched_yield();
    }
    return NULL;
}

/* --- Tasks ------------------------------------------------------------------------------------ */

enum kind { QUICK, NAPS, CRASHES, ENDLESS, AGAIN, FENCED, SHORT, CANCELLED, KINDS };

static quick_task start(enum kind kind, int index)
{
    switch (kind) {
    case NAPS: return naps(index);
    case CRASHES: return crashes(index);
    case ENDLESS: return endless(index);
    case AGAIN: return again(index);
    case FENCED: return fenced(index);
    case SHORT: return short_lived(index);
    default: return quick(index);
    }
}

static enum kind choose(struct chance *chance)
{
    static const enum kind often[] = {QUICK, QUICK, QUICK, QUICK, NAPS, AGAIN, SHORT, CANCELLED};
    uint32_t rare = roll(chance, 40);
    if (storm) return QUICK;
    if (rare == 0) return CRASHES;
    if (rare == 1) return ENDLESS;
    return rare == 2 ? FENCED : often[roll(chance, 8)];
}

static unsigned starts_of(int index)
{
    return atomic_load(&board[index % SLOTS].starts);
}

static bool is_harmed(int pid)
{
    return pid > 0 && pid < PIDS && atomic_load(&harmed[pid]);
}

/* Were the processes of so many of its starts killed? One may have died before it said who it is.
 */
static bool were_harmed(int index, unsigned starts)
{
    for (unsigned i = 0; i < starts && i < STARTS; i++) {
        int pid = atomic_load(&board[index % SLOTS].pids[i]);
        if (pid != 0 && !is_harmed(pid)) return false;
    }
    return true;
}

/* Was the process killed of which the failure tells? */
static bool tells_of_harm(const char *text)
{
    int pid = 0;
    return sscanf(text, "worker %d ", &pid) == 1 && is_harmed(pid);
}

/* What may have become of a task of this kind, from what was done. */
static bool is_right(enum kind kind, int index, int code, int value, const char *text)
{
    unsigned starts = starts_of(index), most = kind == AGAIN ? STARTS : 1;
    if (starts > most) return false;
    switch (code) {
    case 0:
        return kind != CRASHES && kind != ENDLESS && value == index * 3 && starts >= 1 &&
               were_harmed(index, starts - 1);
    case UNSYNC_ECRASHED:
        if (kind == CRASHES && starts == 1) return true;
        return were_harmed(index, starts) && tells_of_harm(text);
    case UNSYNC_ETIMEDOUT: return kind == ENDLESS;
    case UNSYNC_ECANCELED: return kind == CANCELLED;
    case UNSYNC_ENOWORKER: return starts == 0 && atomic_load(&kills) > 0;
    default: return false;
    }
}

static void clear(int index)
{
    struct slot *slot = &board[index % SLOTS];
    for (int i = 0; i < STARTS; i++) atomic_store(&slot->pids[i], 0);
    atomic_store(&slot->ends, 0);
    atomic_store(&slot->starts, 0);
}

/* --- What is left ----------------------------------------------------------------------------- */

/* Shared memory of workers that is mapped here. */
static unsigned count_mappings(void)
{
    char line[512];
    unsigned number = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (fgets(line, sizeof line, maps) != NULL) number += strstr(line, "/memfd:") != NULL;
    fclose(maps);
    return number;
}

/* Until no worker is left; then no process is, dead or alive. The loop unmaps what it shared with
 * the last ones when their handles are closed, a turn later. */
static void end_all_workers(void)
{
    struct unsync_worker_metrics now;
    do {
        code_of(unsync__of(die_by(SIGKILL)));
        code_of(unsync__of(die_fenced(SIGKILL)));
        usleep(1000);
        unsync_metrics_workers(&now);
    } while (now.workers > 0);
    assert_int_equal(waitpid(-1, NULL, WNOHANG | __WALL), -1);
    assert_int_equal(errno, ECHILD);
    while (count_mappings() > 0) sched_yield();
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void run_tasks(uint64_t total)
{
    enum { WAVE = 64 };
    static quick_task tasks[WAVE];
    static enum kind kinds[WAVE];
    uint64_t seed = number_of("CHAOS_SEED", 1);
    unsigned outcomes[6] = {0};
    struct chance chance = {seed};
    atomic_store(&over, false);
    atomic_store(&kills, 0);
    pthread_t harmer;
    end_all_workers();
    unsigned before = count_descriptors();
    assert_int_equal(pthread_create(&harmer, NULL, do_harm, &seed), 0);
    for (int first = 0; (uint64_t) first < total; first += WAVE) {
        for (int i = 0; i < WAVE; i++) {
            clear(first + i);
            kinds[i] = choose(&chance);
            tasks[i] = start(kinds[i], first + i);
            if (kinds[i] == CANCELLED && roll(&chance, 2)) sched_yield();
            if (kinds[i] == CANCELLED) unsync_cancel(tasks[i]);
        }
        for (int i = 0; i < WAVE; i++) {
            int code = unsync_wait(tasks[i]);
            int value = code == 0 ? unsync_value(tasks[i]) : 0;
            const char *text = code == 0 ? "" : unsync_failure(tasks[i])->message;
            bool right = is_right(kinds[i], first + i, code, value, text);
            if (!right)
                print_error("CHAOS_SEED=%llu: task %d of kind %d: %s %d, %u starts: %s\n",
                            (unsigned long long) seed, first + i, (int) kinds[i],
                            unsync_code_name(code), value, starts_of(first + i), text);
            assert_true(right);
            outcomes[code == 0 ? 0 : -code - 5000]++;
            atomic_fetch_add(&served, 1);
            unsync_release(tasks[i]);
        }
    }
    atomic_store(&over, true);
    pthread_join(harmer, NULL);
    print_message("seed %llu: %u kills; %u well, %u crashed, %u timed out, %u cancelled\n",
                  (unsigned long long) seed, atomic_load(&kills), outcomes[0], outcomes[4],
                  outcomes[2], outcomes[1]);
    assert_true(outcomes[0] > 0);
    end_all_workers();
    while (count_descriptors() > before) sched_yield(); /* a thread closes the pipes of the dead */
}

static void each_task_ends_as_what_was_done_to_it_says(void **state)
{
    (void) state;
    run_tasks(number_of("CHAOS_TASKS", ASAN || TSAN ? 1000 : 4000));
}

static void nothing_is_left_of_a_storm_of_kills(void **state)
{
    (void) state;
    storm = true;
    run_tasks(number_of("CHAOS_STORM", ASAN || TSAN ? 4000 : 20000));
}

int main(void)
{
    char workers[16];
    snprintf(workers, sizeof workers, "%d", WORKERS);
    setenv("UNSYNC_WORKERS", workers, 1);
    snprintf(board_path, sizeof board_path, "/tmp/unsync_chaos_XXXXXX");
    int fd = mkstemp(board_path);
    (void) !ftruncate(fd, SLOTS * sizeof *board);
    close(fd);
    map_board();
    unsync_worker_state(board_path, sizeof board_path);
    unsync_worker_init(map_board);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_task_ends_as_what_was_done_to_it_says),
        cmocka_unit_test(nothing_is_left_of_a_storm_of_kills),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(board_path);
    return failed;
}
