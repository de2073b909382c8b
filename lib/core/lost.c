/* lost.c: see lost.h. */
#include "lost.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "name.h"
#include "question.h"

static atomic_ullong starts, looks;
static const struct unsync__kind *_Atomic last;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void report(void)
{
    unsigned long long lost = atomic_load(&starts), seen = atomic_load(&looks);
    if (lost <= seen) return;
    fprintf(stderr,
            "unsync: no memory: %llu starts failed that nobody looked at, the last one of %s\n",
            lost - seen, unsync__name(atomic_load(&last)));
}

static void prepare(void)
{
    atexit(report);
}

void unsync__lost_add(const struct unsync__kind *kind)
{
    if (kind->line == 0 || kind->lane->cancel == unsync__generator_cancel) return;
    pthread_once(&once, prepare);
    atomic_store(&last, kind);
    atomic_fetch_add(&starts, 1);
}

void unsync__lost_seen(void)
{
    atomic_fetch_add(&looks, 1);
}
