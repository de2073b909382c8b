/* fenced.c: see fenced.h. */
#include "fenced.h"

enum { DEPTH = 64, PASSED_MAX = 256 }; /* how far is looked; how often the first is passed */

uint32_t unsync__call_fences(const struct unsync__call *call)
{
    return call->task->kind->remote->limits->fences;
}

struct unsync__call *unsync__calls_fitting(const struct unsync__calls *waiting, uint32_t fences)
{
    struct unsync__call *first = waiting->first, *call = first;
    if (first == NULL || unsync__call_fences(first) == fences) return first;
    if (first->passed >= PASSED_MAX) return NULL;
    for (int depth = 0; call != NULL && depth < DEPTH; depth++, call = call->next)
        if (unsync__call_fences(call) == fences) {
            first->passed++;
            return call;
        }
    return NULL;
}

uint32_t unsync__calls_fences_wanted(const struct unsync__calls *waiting,
                                     const unsigned starting[UNSYNC__FENCES])
{
    unsigned seen[UNSYNC__FENCES] = {0};
    const struct unsync__call *call = waiting->first;
    for (int depth = 0; call != NULL && depth < DEPTH; depth++, call = call->next) {
        uint32_t fences = unsync__call_fences(call);
        if (++seen[fences] > starting[fences]) return fences;
    }
    return unsync__call_fences(waiting->first);
}
