#include <stdio.h>
#include <uv.h>
#include <unsync.h>

@async
int one(void)
{
    await unsync_sleep(1);
    return 1;
}

int main(void)
{
    uv_loop_t loop;
    uv_loop_init(&loop);
    printf("%d\n", unsync_result(one()));
    printf("%s\n", unsync_code_name(unsync_loop_adopt(&loop)));
    return uv_loop_close(&loop);
}
