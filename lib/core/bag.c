/* bag.c: see bag.h. An array: drawing takes one from its middle, the last one goes there. */
#include "bag.h"

#include "../base/alloc.h"
#include "sched.h"
#include "seed.h"

enum { ROOM_FIRST = 64 };

static struct unsync__task **tasks;
static size_t count, room;

static bool put(struct unsync__task *task)
{
    if (count == room) {
        size_t wanted = room == 0 ? ROOM_FIRST : 2 * room;
        struct unsync__task **more = unsync__realloc(tasks, wanted * sizeof *more);
        if (more == NULL) return false;
        tasks = more;
        room = wanted;
    }
    tasks[count++] = task;
    return true;
}

struct unsync__task *unsync__bag_draw(struct unsync__sched *here)
{
    while (here->ready_first != NULL) {
        struct unsync__task *task = unsync__pop_ready(here);
        if (!put(task)) return task;
    }
    if (count == 0) return NULL;
    size_t at = unsync__seed_below(count);
    struct unsync__task *task = tasks[at];
    tasks[at] = tasks[--count];
    return task;
}

bool unsync__bag_is_empty(void)
{
    return count == 0;
}

void unsync__bag_close(void)
{
    unsync__free(tasks);
    tasks = NULL;
    count = room = 0;
}
