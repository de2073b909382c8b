/* A deadline that is the first use of the library goes by the virtual clock, too. */
#include <stdio.h>
#include <unsync.h>

enum { HOUR = 3600 * 1000 };

@thread(timeout = 1h)
int sleeps(uint64_t ms)
{
    await unsync_sleep(ms);
    return 1;
}

int main(void)
{
    int value = 0;
    puts(unsync_code_name(sleeps_try(HOUR + 1, &value)));
    puts(unsync_code_name(sleeps_try(HOUR - 1, &value)));
    printf("%d\n", value);
    return 0;
}
