/* leftover.c: see leftover.h. It looks again every few milliseconds, as unsync_shutdown does:
 * threads may go on starting tasks, and nobody else has to count their ends. */
#include "leftover.h"

#include <stdio.h>

#include "../core/cancel.h"
#include "../core/task.h"
#include "late.h"
#include "loop.h"
#include "patience.h"

enum { PAUSE_MS = 4 };

static bool over;
static bool is_late;

/* What is waited for is below a stand-in, which has no frame. */
static bool is_leftover(const struct unsync__task *task)
{
    return unsync__has_frame(task) && (task->flags & UNSYNC__DONE) == 0;
}

/* Asks them all to end; true if some still run. */
static bool ask(void)
{
    bool some = false;
    for (struct unsync__task *child = unsync__outside.children, *next; child != NULL;
         child = next) {
        next = child->next;
        if (!is_leftover(child)) continue;
        some = true;
        if ((child->flags & UNSYNC__CANCEL) == 0) unsync__cancel_directly(child);
    }
    return some;
}

static void name_late(void)
{
    for (struct unsync__task *child = unsync__outside.children; child != NULL; child = child->next)
        if (is_leftover(child)) unsync__late_count(child, NULL, stderr);
}

static void look(struct unsync__alarm *alarm)
{
    over = !ask() || is_late;
    if (!over) unsync__alarm_start(alarm, PAUSE_MS);
}

static void has_passed(struct unsync__patience *patience)
{
    (void) patience;
    is_late = true;
}

bool unsync__leftover_end(uint64_t ms)
{
    static struct unsync__alarm alarm = {.fire = look};
    static struct unsync__patience patience;
    unsync__patience_start(&patience, ms, has_passed);
    look(&alarm);
    unsync__loop_run(&over);
    unsync__patience_stop(&patience);
    name_late();
    return unsync__late_count(&unsync__outside, NULL, NULL) == 0;
}
