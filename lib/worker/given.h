/* given.h: results on their way to the program that lie in blocks (store.h). Such a block is the
 * program's until it has taken the result out of the ring; then it may be filled again. Worker's
 * main thread. */
#ifndef UNSYNC_WORKER_GIVEN_H
#define UNSYNC_WORKER_GIVEN_H

#include "../wire/channel.h"
#include "../wire/store.h"

enum { UNSYNC__GIVEN_MOST = 64 };

struct unsync__given {
    struct unsync__channel *channel;
    struct unsync__store *store;
    unsigned count;
    struct unsync__given_one {
        struct unsync__lease lease;
        uint64_t at; /* the end of the result in the ring */
    } list[UNSYNC__GIVEN_MOST]; /* the oldest first */
};

/* What was said last lies in these blocks; the lease is the list's now. There is room for it. */
void unsync__given_add(struct unsync__given *given, struct unsync__lease *lease);
/* The blocks of results that the program has taken are free again. */
void unsync__given_end(struct unsync__given *given);
/* Those of the oldest, of which there is one: sleeps until the program takes it. */
void unsync__given_settle(struct unsync__given *given);

#endif
