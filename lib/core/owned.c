/* owned.c: see owned.h. The table grows fourfold when its lists get long; without memory for that
 * they stay long. */
#include "owned.h"

#include <pthread.h>
#include <string.h>

#include "../base/alloc.h"
#include "generator.h"

enum { BUCKETS_FIRST = 256, BUCKETS_GROWTH = 4, LIST_MAX = 2 };

static struct unsync__task *first_buckets[BUCKETS_FIRST];
static struct unsync__task **buckets = first_buckets;
static size_t bucket_count = BUCKETS_FIRST, open_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct unsync__task **bucket_of(const struct unsync__task *owner)
{
    uint64_t hash = (uint64_t) (uintptr_t) owner * 0x9E3779B97F4A7C15u;
    return &buckets[(hash >> 32) & (bucket_count - 1)];
}

/* Written under the lock, by any thread, for those that stand before and behind in the bucket are
 * others'. Whether there is one is a generator's own, and asked without. */
static void set_back(struct unsync__task *generator, struct unsync__task **back)
{
    __atomic_store_n(&generator->back, back, __ATOMIC_RELAXED);
}

static void link_task(struct unsync__task *generator)
{
    struct unsync__task **first = bucket_of(generator->parent);
    generator->next = *first;
    set_back(generator, first);
    if (*first != NULL) set_back(*first, &generator->next);
    *first = generator;
}

static void unlink_task(struct unsync__task *generator)
{
    *generator->back = generator->next;
    if (generator->next != NULL) set_back(generator->next, generator->back);
    set_back(generator, NULL);
    generator->parent = NULL;
    open_count--;
}

static void grow(void)
{
    size_t old_count = bucket_count;
    struct unsync__task **old = buckets;
    struct unsync__task **more = unsync__zalloc(old_count * BUCKETS_GROWTH * sizeof *more);
    if (more == NULL) return;
    buckets = more;
    bucket_count = old_count * BUCKETS_GROWTH;
    for (size_t i = 0; i < old_count; i++)
        for (struct unsync__task *one = old[i], *next; one != NULL; one = next) {
            next = one->next;
            link_task(one);
        }
    if (old == first_buckets)
        memset(first_buckets, 0, sizeof first_buckets);
    else
        unsync__free(old);
}

/* A table that was grown is given back when it is empty. */
static void shrink(void)
{
    if (open_count > 0 || buckets == first_buckets) return;
    unsync__free(buckets);
    buckets = first_buckets;
    bucket_count = BUCKETS_FIRST;
}

void unsync__owned_add(struct unsync__task *owner, struct unsync__task *generator)
{
    pthread_mutex_lock(&lock);
    if (++open_count > bucket_count * LIST_MAX) grow();
    generator->parent = owner;
    link_task(generator);
    pthread_mutex_unlock(&lock);
}

void unsync__owned_remove(struct unsync__task *generator)
{
    if (__atomic_load_n(&generator->back, __ATOMIC_RELAXED) == NULL) return;
    pthread_mutex_lock(&lock);
    unlink_task(generator);
    shrink();
    pthread_mutex_unlock(&lock);
}

struct unsync__task *unsync__owned_take(struct unsync__task *owner)
{
    pthread_mutex_lock(&lock);
    struct unsync__task *one = *bucket_of(owner);
    while (one != NULL && one->parent != owner) one = one->next;
    if (one != NULL) {
        unlink_task(one);
        shrink();
    }
    pthread_mutex_unlock(&lock);
    return one;
}

/* The next one that has not ended. */
static struct unsync__task *find_open(const struct unsync__task *owner)
{
    pthread_mutex_lock(&lock);
    struct unsync__task *one = *bucket_of(owner);
    while (one != NULL && (one->parent != owner || (one->flags & UNSYNC__DONE) != 0))
        one = one->next;
    pthread_mutex_unlock(&lock);
    return one;
}

void unsync__owned_unwind(struct unsync__task *owner)
{
    for (struct unsync__task *one; (one = find_open(owner)) != NULL;) unsync__generator_unwind(one);
}

void unsync__owned_close(struct unsync__task *owner)
{
    for (struct unsync__task *one; (one = unsync__owned_take(owner)) != NULL;) unsync__close(one);
}
