/* crews.h: the crews of workers by name: `@cpu_bound(pool = render, max = 4)`, `worker = db`.
 *
 * A crew is made with the first call that names it and stays until the program ends, the one
 * without a name is there from the start. `worker = db` is a crew of one, whose worker is to keep
 * what it has made; so all functions that name it have to want the same fences, else one would end
 * what another has. What marks of a crew contradict each other in is a misuse. Loop thread. */
#ifndef UNSYNC_PROCS_CREWS_H
#define UNSYNC_PROCS_CREWS_H

#include "crew.h"

/* The one without a name; the others are behind it, by `next`. */
extern struct unsync__crew unsync__crews;

/* `most`: of workers, where no mark says it; `ahead` and `failed` are every crew's. */
void unsync__crews_open(unsigned most, unsigned ahead, void (*failed)(struct unsync__call *call));
/* That serves this function; NULL without memory. */
struct unsync__crew *unsync__crew_of(const struct unsync__kind *kind);
/* Its worker is to keep what it has made: the crew's name, else NULL. Any thread. */
const char *unsync__crew_keeps(const struct unsync__kind *kind);
/* How many workers there are where nobody says it: one a processor, at most so many. */
unsigned unsync__crews_processors(unsigned most);

#endif
