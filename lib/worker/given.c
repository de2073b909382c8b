/* given.c: see given.h. */
#include "given.h"

#include <string.h>

void unsync__given_add(struct unsync__given *given, struct unsync__lease *lease)
{
    if (lease->first == 0) return;
    given->list[given->count++] =
        (struct unsync__given_one){*lease, unsync__channel_said(given->channel)};
    *lease = (struct unsync__lease){0};
}

void unsync__given_end(struct unsync__given *given)
{
    uint64_t taken = unsync__channel_taken(given->channel);
    unsigned over = 0;
    while (over < given->count && given->list[over].at <= taken)
        unsync__store_end(given->store, &given->list[over++].lease);
    given->count -= over;
    memmove(given->list, given->list + over, given->count * sizeof *given->list);
}

void unsync__given_settle(struct unsync__given *given)
{
    unsync__channel_settle(given->channel, given->list[0].at);
    unsync__given_end(given);
}
