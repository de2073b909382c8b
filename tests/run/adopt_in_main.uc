/* An @async main has a loop, so has a program that started a task: too late. */
#include <stdio.h>
#include <uv.h>
#include <unsync.h>

@async
int main(void)
{
    uv_loop_t loop;
    uv_loop_init(&loop);
    printf("%s\n", unsync_code_name(unsync_loop_adopt(&loop)));
    printf("%s\n", unsync_code_name(unsync_loop_leave(0)));
    return uv_loop_close(&loop);
}
