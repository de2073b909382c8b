/* serial.c: see serial.h. Those that wait are linked by `link` and `ahead` of their heads, as in a
 * queue. */
#include "serial.h"

struct unsync__turn {
    uint64_t key;
    struct unsync__turn *next;         /* of the same bucket */
    struct unsync__task *first, *last; /* that wait behind this one */
    const void *thread;                /* that runs it; NULL: none yet */
    struct unsync__turn *inside;       /* not NULL: it runs as a part of the turn of that one */
};
_Static_assert(sizeof(struct unsync__turn) == sizeof(struct unsync__serial),
               "frames have room for it");

static __thread char this_thread;

static const struct unsync__pooled *pooled_of(const struct unsync__task *task)
{
    return (const void *) task->kind->remote;
}

bool unsync__has_key(const struct unsync__task *task)
{
    return task->kind->lane == &unsync__lane_thread && pooled_of(task) != NULL &&
           pooled_of(task)->serial != 0;
}

static struct unsync__turn *turn_of(struct unsync__task *task)
{
    return (struct unsync__turn *) (void *) ((char *) task + pooled_of(task)->serial);
}

static struct unsync__turn **bucket_of(struct unsync__keys *keys, uint64_t key)
{
    return &keys->buckets[key * 0x9e3779b97f4a7c15u >> 58];
}

static struct unsync__turn *find(struct unsync__keys *keys, uint64_t key)
{
    struct unsync__turn *turn = *bucket_of(keys, key);
    while (turn != NULL && turn->key != key) turn = turn->next;
    return turn;
}

bool unsync__key_enter(struct unsync__keys *keys, struct unsync__task *task)
{
    struct unsync__turn *turn = turn_of(task), *before = find(keys, turn->key);
    turn->thread = NULL;
    turn->inside = NULL;
    if (before == NULL) {
        struct unsync__turn **bucket = bucket_of(keys, turn->key);
        turn->first = turn->last = NULL;
        turn->next = *bucket;
        *bucket = turn;
        return true;
    }
    task->link = NULL;
    task->ahead = before->last;
    *(before->last != NULL ? &before->last->link : &before->first) = task;
    before->last = task;
    return false;
}

void unsync__key_remove(struct unsync__keys *keys, struct unsync__task *task)
{
    struct unsync__turn *before = find(keys, turn_of(task)->key);
    *(task->ahead != NULL ? &task->ahead->link : &before->first) = task->link;
    *(task->link != NULL ? &task->link->ahead : &before->last) = task->ahead;
    task->link = task->ahead = NULL;
}

struct unsync__task *unsync__key_leave(struct unsync__keys *keys, struct unsync__task *task)
{
    struct unsync__turn *turn = turn_of(task);
    if (turn->inside != NULL) return NULL;
    struct unsync__turn **at = bucket_of(keys, turn->key);
    while (*at != turn) at = &(*at)->next;
    struct unsync__task *heir = turn->first;
    if (heir == NULL) {
        *at = turn->next;
        return NULL;
    }
    struct unsync__turn *new = turn_of(heir);
    new->first = heir->link;
    new->last = turn->last == heir ? NULL : turn->last;
    if (new->first != NULL) new->first->ahead = NULL;
    new->next = turn->next;
    *at = new;
    heir->link = heir->ahead = NULL;
    return heir;
}

void unsync__key_runs(struct unsync__task *task)
{
    turn_of(task)->thread = &this_thread;
}

bool unsync__key_join(struct unsync__keys *keys, struct unsync__task *task)
{
    struct unsync__turn *before = find(keys, turn_of(task)->key);
    if (before->thread != &this_thread) return false;
    unsync__key_remove(keys, task);
    turn_of(task)->inside = before; /* whose thread stands for it */
    return true;
}

uint64_t unsync__key_of_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u; /* Fowler, Noll, Vo */
    if (text == NULL) return 0;
    for (; *text != '\0'; text++) hash = (hash ^ (unsigned char) *text) * 0x100000001b3u;
    return hash;
}
