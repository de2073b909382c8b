/* Plain C uses the emitted header. */
#include "api.h"

static unsync_task_of(int) (*start)(int) = twice;

int plain(int n)
{
    half_task half_of = half(2 * n);
    twice_task never = start(n);
    unsync_release(never);
    return unsync_result(half_of) + half_sync(10);
}
