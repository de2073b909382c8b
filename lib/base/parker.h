/* parker.h: where a thread sleeps until another thread unparks it; one permit, like a binary
 * semaphore. Each thread has one for its lifetime, so that the waker never touches one that is
 * gone. */
#ifndef UNSYNC_BASE_PARKER_H
#define UNSYNC_BASE_PARKER_H

#include <semaphore.h>

struct unsync__parker {
    sem_t permit;
};

/* The calling thread's own. */
struct unsync__parker *unsync__parker_mine(void);
/* Sleeps until unparked; takes the permit. Own parker only. */
void unsync__parker_park(struct unsync__parker *parker);
/* Any thread; exactly once a park. */
void unsync__parker_unpark(struct unsync__parker *parker);

#endif
