/* registry.c: a hash table with open addressing over the emitted constants; see registry.h. It
 * starts in static memory, so that most programs register without allocating, and never shrinks. */
#include "registry.h"

#include <pthread.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "program.h"

enum { FIRST = 128 }; /* slots; a power of two */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* a plugin may come late, by dlopen */
static const struct unsync__remote *first_slots[FIRST];
static const struct unsync__remote **slots = first_slots;
static size_t room = FIRST, count;

/* The slot that holds the function of that print, or the free one where it belongs. */
static size_t slot_of(uint64_t print)
{
    size_t slot = (print ^ print >> 32) & (room - 1);
    while (slots[slot] != NULL && slots[slot]->print != print) slot = (slot + 1) & (room - 1);
    return slot;
}

static void put(const struct unsync__remote *remote)
{
    slots[slot_of(remote->print)] = remote;
}

static void grow(void)
{
    const struct unsync__remote **old = slots;
    size_t old_room = room;
    const struct unsync__remote **more = unsync__zalloc(old_room * 2 * sizeof *more);
    unsync__check(more != NULL, "no memory to register %zu @cpu_bound functions", count);
    slots = more;
    room = old_room * 2;
    for (size_t i = 0; i < old_room; i++)
        if (old[i] != NULL) put(old[i]);
    if (old != first_slots) unsync__free(old);
}

void unsync__register(const struct unsync__remote *remote)
{
    unsync__program_remember();
    pthread_mutex_lock(&lock);
    const struct unsync__remote *twin = slots[slot_of(remote->print)];
    unsync__check(twin == NULL, "two @cpu_bound functions '%s': at %s:%d and at %s:%d",
                  remote->signature, twin->kind->file, twin->kind->line, remote->kind->file,
                  remote->kind->line);
    if (count * 2 >= room) grow();
    put(remote);
    count++;
    pthread_mutex_unlock(&lock);
}

const struct unsync__remote *unsync__registry_find(uint64_t print)
{
    pthread_mutex_lock(&lock);
    const struct unsync__remote *remote = slots[slot_of(print)];
    pthread_mutex_unlock(&lock);
    return remote;
}

void unsync__registry_each(void (*each)(const struct unsync__remote *remote, void *with),
                           void *with)
{
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < room; i++)
        if (slots[i] != NULL) each(slots[i], with);
    pthread_mutex_unlock(&lock);
}

size_t unsync__registry_count(void)
{
    pthread_mutex_lock(&lock);
    size_t now = count;
    pthread_mutex_unlock(&lock);
    return now;
}
