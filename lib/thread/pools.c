/* pools.c: see pools.h. A list that only grows, so that it is walked without a lock; the records of
 * marks remember what they found. */
#include "pools.h"

#include <string.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "../base/environment.h"

enum { CAP_DEFAULT = 256, CAP_MAX = 65536 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static struct unsync__pool shared;
static unsigned cap_default = CAP_DEFAULT;

static void prepare(void)
{
    cap_default =
        (unsigned) unsync__environment_number("UNSYNC_THREADS", 1, CAP_MAX, CAP_DEFAULT);
    unsync__pool_init(&shared, NULL, cap_default);
}

static struct unsync__pool *next_of(struct unsync__pool *pool)
{
    return __atomic_load_n(&pool->next, __ATOMIC_ACQUIRE);
}

struct unsync__pool *unsync__pool_find(const char *name)
{
    pthread_once(&once, prepare);
    if (name == NULL || *name == '\0') return &shared;
    struct unsync__pool *pool = next_of(&shared);
    while (pool != NULL && strcmp(pool->name, name) != 0) pool = next_of(pool);
    return pool;
}

/* Its memory stays: jobs may run in it when the program ends. */
static struct unsync__pool *make(const char *name)
{
    char *block = unsync__alloc(sizeof(struct unsync__pool) + UNSYNC__LINE + strlen(name) + 1);
    if (block == NULL) return NULL;
    char *aligned = block + (UNSYNC__LINE - (uintptr_t) block % UNSYNC__LINE) % UNSYNC__LINE;
    struct unsync__pool *pool = (struct unsync__pool *) (void *) aligned, *last = &shared;
    unsync__pool_init(pool, strcpy(aligned + sizeof *pool, name), cap_default);
    pool->block = block;
    while (last->next != NULL) last = last->next;
    __atomic_store_n(&last->next, pool, __ATOMIC_RELEASE);
    return pool;
}

/* What one mark says of the pool, and others have said before. */
static void agree(const struct unsync__kind *kind, const char *what, uint32_t says, unsigned *said)
{
    const struct unsync__pooled *pooled = (const void *) kind->remote;
    if (says == 0) return;
    unsync__check(*said == 0 || *said == says,
                  "%s (%s:%d) says pool = %s, %s = %u; another mark says %u", kind->name,
                  kind->file, kind->line, pooled->pool, what, (unsigned) says, *said);
    *said = says;
}

static struct unsync__pool *find_or_make(const struct unsync__kind *kind,
                                         const struct unsync__pooled *pooled)
{
    pthread_mutex_lock(&making);
    struct unsync__pool *pool = unsync__pool_find(pooled->pool);
    if (pool == NULL) pool = make(pooled->pool);
    if (pool != NULL) {
        agree(kind, "max", pooled->max, &pool->max_said);
        agree(kind, "queue", pooled->queue, &pool->bound_said);
        unsync__pool_limit(pool, pool->max_said != 0 ? pool->max_said : cap_default,
                           pool->bound_said);
    }
    pthread_mutex_unlock(&making);
    return pool;
}

struct unsync__pool *unsync__pool_of(const struct unsync__kind *kind)
{
    struct unsync__pooled *pooled = (struct unsync__pooled *) (void *) kind->remote;
    pthread_once(&once, prepare);
    /* A @cpu_bound function that runs in its worker, or says nothing of a pool. */
    if (kind->lane != &unsync__lane_thread || pooled == NULL) return &shared;
    struct unsync__pool *pool = __atomic_load_n(&pooled->found, __ATOMIC_ACQUIRE);
    if (__builtin_expect(pool != NULL, 1)) return pool;
    pool = find_or_make(kind, pooled);
    __atomic_store_n(&pooled->found, pool, __ATOMIC_RELEASE);
    return pool;
}

/* --- The end ---------------------------------------------------------------------------------- */

static void close_pools(void)
{
    for (struct unsync__pool *pool = &shared; pool != NULL; pool = next_of(pool))
        unsync__pool_close(pool);
}

void unsync__pools_hook(void)
{
    static bool hooked;
    if (hooked) return;
    hooked = true;
    unsync__loop_on_close(close_pools);
}

/* --- For people ------------------------------------------------------------------------------- */

size_t unsync_metrics(struct unsync_pool_metrics *metrics, size_t count)
{
    size_t there_are = 0;
    for (struct unsync__pool *pool = unsync__pool_find(NULL); pool != NULL; pool = next_of(pool)) {
        if (there_are < count) unsync__pool_metrics(pool, &metrics[there_are]);
        there_are++;
    }
    return there_are;
}
