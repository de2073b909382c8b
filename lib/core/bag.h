/* bag.h: the ready tasks when a seed (seed.h) decides their order: the next one is any of them.
 *
 * The list of the scheduler, which emitted code fills, is emptied into the bag before a task is
 * drawn. One that finds no room in it is drawn next. Loop thread, with a seed only. */
#ifndef UNSYNC_CORE_BAG_H
#define UNSYNC_CORE_BAG_H

#include <unsync_gen.h>

/* Takes what is in the list, and draws one; NULL: there is none. */
struct unsync__task *unsync__bag_draw(struct unsync__sched *here);
bool unsync__bag_is_empty(void);
/* Frees its memory. */
void unsync__bag_close(void);

#endif
