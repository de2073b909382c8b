/* visit.h: doing something on the loop thread, from any thread, and waiting until it is done. */
#ifndef UNSYNC_COMB_VISIT_H
#define UNSYNC_COMB_VISIT_H

void unsync__visit(void (*act)(void *argument), void *argument);

#endif
