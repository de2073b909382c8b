/* crews.c: see crews.h. A list that only grows; the records of marks remember what they found. */
#define _GNU_SOURCE
#include "crews.h"

#include <sched.h>
#include <string.h>
#include <unsync.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "backlog.h"

struct unsync__crew unsync__crews;

static unsigned most_default, ahead_default;
static void (*failed_default)(struct unsync__call *call);

void unsync__crews_open(unsigned most, unsigned ahead, void (*failed)(struct unsync__call *call))
{
    most_default = most;
    ahead_default = ahead;
    failed_default = failed;
    unsync__crews.tally = unsync__tally_of(NULL);
    for (struct unsync__crew *crew = &unsync__crews; crew != NULL; crew = crew->next) {
        crew->most = crew->max_said != 0 ? crew->max_said : most;
        crew->ahead_most = ahead;
        crew->failed = failed;
    }
}

/* Of workers that run many calls none is idle, so that it could make room for one of other fences:
 * those are crews of their own. */
static bool is_of(const struct unsync__crew *crew, const struct unsync__kind *kind)
{
    const struct unsync__manned *manned = kind->remote->pool;
    bool runs_many = (manned->flags & UNSYNC__MANY) != 0;
    return strcmp(crew->name, manned->pool) == 0 &&
           (!runs_many || !crew->is_flock || crew->fences == kind->remote->limits->fences);
}

static struct unsync__crew *find(const struct unsync__kind *kind)
{
    struct unsync__crew *crew = unsync__crews.next;
    while (crew != NULL && !is_of(crew, kind)) crew = crew->next;
    return crew;
}

/* Its memory stays, and so does the name, which is the mark's. */
static struct unsync__crew *make(const struct unsync__kind *kind)
{
    const struct unsync__manned *manned = kind->remote->pool;
    struct unsync__tally *tally = unsync__tally_of(manned->pool);
    struct unsync__crew *crew = tally == NULL ? NULL : unsync__zalloc(sizeof *crew);
    struct unsync__crew *last = &unsync__crews;
    if (crew == NULL) return NULL;
    *crew = (struct unsync__crew){.name = manned->pool,
                                  .tally = tally,
                                  .said_by = kind,
                                  .is_flock = (manned->flags & UNSYNC__MANY) != 0,
                                  .fences = kind->remote->limits->fences,
                                  .most = most_default,
                                  .ahead_most = ahead_default,
                                  .failed = failed_default};
    while (last->next != NULL) last = last->next;
    last->next = crew;
    return crew;
}

const char *unsync__crew_keeps(const struct unsync__kind *kind)
{
    const struct unsync__manned *manned = kind->remote->pool;
    return manned != NULL && (manned->flags & UNSYNC__KEEPS) != 0 ? manned->pool : NULL;
}

/* What this mark says, and others have said before. */
static void agree(struct unsync__crew *crew, const struct unsync__kind *kind)
{
    const struct unsync__manned *manned = kind->remote->pool;
    const struct unsync__kind *first = crew->said_by;
    bool keeps = unsync__crew_keeps(kind) != NULL, other = unsync__crew_keeps(first) != NULL;
    bool runs_many = (manned->flags & UNSYNC__MANY) != 0;
    unsync__check(crew->is_flock == runs_many,
                  "%s (%s:%d) and %s (%s:%d) share workers by the name %s, but only %s is @async: "
                  "a worker runs one call at a time, or many on its loop",
                  kind->name, kind->file, kind->line, first->name, first->file, first->line,
                  crew->name, runs_many ? kind->name : first->name);
    unsync__check(keeps == other, "%s (%s:%d) says %s = %s, %s (%s:%d) says %s = %s", kind->name,
                  kind->file, kind->line, keeps ? "worker" : "pool", crew->name, first->name,
                  first->file, first->line, other ? "worker" : "pool", crew->name);
    unsync__check(!keeps || kind->remote->limits->fences == first->remote->limits->fences,
                  "%s (%s:%d) and %s (%s:%d) have worker = %s, and differ in no_network, "
                  "no_new_files or no_signals",
                  kind->name, kind->file, kind->line, first->name, first->file, first->line,
                  crew->name);
    if (manned->max == 0) return;
    unsync__check(crew->max_said == 0 || crew->max_said == manned->max,
                  "%s (%s:%d) says pool = %s, max = %u; another mark says %u", kind->name,
                  kind->file, kind->line, crew->name, (unsigned) manned->max, crew->max_said);
    crew->max_said = crew->most = manned->max;
}

struct unsync__crew *unsync__crew_of(const struct unsync__kind *kind)
{
    struct unsync__manned *manned = kind->remote->pool;
    if (manned == NULL) return &unsync__crews;
    if (manned->found != NULL) return manned->found;
    struct unsync__crew *crew = find(kind);
    if (crew == NULL) crew = make(kind);
    if (crew == NULL) return NULL;
    agree(crew, kind);
    crew->backlog = unsync__backlog_of(kind);
    manned->found = crew;
    return crew;
}

unsigned unsync__crews_processors(unsigned most)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    unsigned number = (unsigned) CPU_COUNT(&set);
    return number > most ? most : number;
}
