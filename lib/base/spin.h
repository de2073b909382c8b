/* spin.h: looking out for something for a moment before sleeping.
 *
 * To wake a processor that sleeps costs 20 to 40 us on a virtual machine, so who expects an answer
 * soon looks out for about as long. On one processor nobody does: the answer needs it. Others that
 * could run there are let in between. */
#ifndef UNSYNC_BASE_SPIN_H
#define UNSYNC_BASE_SPIN_H

#include <stdbool.h>

/* How many threads may look out at a time: one less than there are processors. */
unsigned unsync__spin_most(void);
/* True as soon as is_there(what) says so; false: not within the moment, or as many look out already
 * as there are processors. Any thread. */
bool unsync__spin(bool (*is_there)(void *what), void *what);
/* The same with a moment of another length. */
enum { UNSYNC__SPIN_NS = 30000 };
bool unsync__spin_for(unsigned window_ns, bool (*is_there)(void *what), void *what);
/* Less than a microsecond, in which more may come of what has just begun to come. */
void unsync__spin_rest(void);

#endif
