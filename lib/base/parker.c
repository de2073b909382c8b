/* parker.c: a semaphore a thread, made at its first use. The storage is the thread's own: sem_post
 * of glibc touches the semaphore only before the sleeper can return from sem_wait. */
#include "parker.h"

#include <errno.h>
#include <stdbool.h>

#include "spin.h"

static __thread struct unsync__parker mine;
static __thread bool made;

struct unsync__parker *unsync__parker_mine(void)
{
    if (!made) {
        sem_init(&mine.permit, 0, 0);
        made = true;
    }
    return &mine;
}

static bool has_permit(void *permit)
{
    return sem_trywait(permit) == 0;
}

void unsync__parker_park(struct unsync__parker *parker)
{
    if (unsync__spin(has_permit, &parker->permit)) return;
    while (sem_wait(&parker->permit) != 0 && errno == EINTR) {
    }
}

void unsync__parker_unpark(struct unsync__parker *parker)
{
    sem_post(&parker->permit);
}
