/* lost.h: starts that found no memory, and whether somebody looked.
 *
 * All of them give one static handle, which cannot keep count for each of its holders. So starts of
 * the user's functions and looks at the handle are counted, and if there were fewer looks, the end
 * of the program says so, once, as of any failure that nobody looked at. A handle that is looked at
 * twice (a catch, then a release) may hide another's; nothing is said of one that was looked at.
 * Any thread. */
#ifndef UNSYNC_CORE_LOST_H
#define UNSYNC_CORE_LOST_H

#include <unsync_gen.h>

/* A start found no memory, and gives unsync__no_memory if its function is one of the user's. */
__attribute__((cold)) void unsync__lost_add(const struct unsync__kind *kind);
__attribute__((cold)) void unsync__lost_seen(void);

/* Its outcome was awaited, caught, asked for, given up or printed; for other handles nothing. */
static inline void unsync__lost_look(const struct unsync__task *task)
{
    if (unsync__unlikely(task == &unsync__no_memory)) unsync__lost_seen();
}

#endif
