/* Functions of the library start tasks too. */
#include <unsync.h>

@async int main(void)
{
    unsync_sleep(100);
    if (1) (void) unsync_sleep(10);
    unsync_background(unsync_sleep(3));
    unsync_task_of(void) kept = unsync_sleep(4);
    unsync_release(kept);
    return 0;
}
