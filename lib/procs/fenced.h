/* fenced.h: which call goes to which worker, where fences differ (fence.h).
 *
 * A worker serves calls that want just its fences. Calls that fit go before others that do not, but
 * only so often: then the first call's turn comes, and an idle worker of the wrong kind makes room.
 * Where all calls are of one kind, as in most programs, the first is always the one. */
#ifndef UNSYNC_PROCS_FENCED_H
#define UNSYNC_PROCS_FENCED_H

#include "call.h"

enum { UNSYNC__FENCES = 8 }; /* sets of fences that there may be */

uint32_t unsync__call_fences(const struct unsync__call *call);
/* The waiting call that a worker behind these fences is to get; NULL: there is none, or others have
 * gone before the first for long enough. */
struct unsync__call *unsync__calls_fitting(const struct unsync__calls *waiting, uint32_t fences);
/* For which fences a worker is to be started, when so many are starting by their fences. */
uint32_t unsync__calls_fences_wanted(const struct unsync__calls *waiting,
                                     const unsigned starting[UNSYNC__FENCES]);

#endif
