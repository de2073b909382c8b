/* A cancelled select ends as cancelled, also if what it waits for ends well; the handles stay the
 * caller's. */
#include <stdio.h>
#include <unsync.h>

@async
int ends_after(uint64_t ms)
{
    await unsync_sleep(ms);
    return 7;
}

@async
int main(void)
{
    ends_after_task late = ends_after(1000000), later = ends_after(2000000);
    unsync_task_of(size_t) first = unsync_select(late, later);
    unsync_cancel(first);
    printf("select: %s, ", unsync_code_name(catch first));
    printf("its handles: %s", unsync_code_name(catch late));
    printf(" %s\n", unsync_code_name(catch later));

    ends_after_task kept = unsync_shield(ends_after(10));
    unsync_task_of(size_t) waits = unsync_select(kept);
    unsync_cancel(waits);
    printf("select: %s, ", unsync_code_name(catch waits));
    printf("its handle: %d\n", await kept);
    unsync_release(first);
    unsync_release(waits);
    unsync_release(late);
    unsync_release(later);
    return 0;
}
