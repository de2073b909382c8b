/* late.h: who has not ended yet. For the end of the program, where somebody has to say whose fault
 * it is that it lasts. Loop thread. */
#ifndef UNSYNC_LOOP_LATE_H
#define UNSYNC_LOOP_LATE_H

#include <stdio.h>
#include <unsync_gen.h>

/* How many tasks below `top` have not ended, leaving out `except` (NULL: nobody) and those above
 * it: of each chain of tasks that wait for each other the last one. With `out` each is printed, by
 * name. */
unsigned unsync__late_count(const struct unsync__task *top, const struct unsync__task *except,
                            FILE *out);

#endif
