#include <stdio.h>
#include <stdlib.h>

#include "api.h"

@thread
int from_plain(int n)
{
    return plain(n);
}

@async
int main(void)
{
    struct span span = {3, 10, "name"};
    char *text = await joined("one", "two");
    twice_task task = twice(20);

    printf("%s %d %ld %d\n", text, await task, await distance(&span), await half(9));
    printf("%d %d\n", (await chosen(1))(5, 3), (await chosen(0))(5, 3));
    await nothing();
    free(text);
    text = joined_sync("here", " and now");
    printf("%s %ld\n", text, distance_sync(&span));
    free(text);
    int code, value = 0;
    if ((code = half_try(7, &value)) != 0) return 1;
    printf("%d %d\n", value, code);
    code = catch distance(NULL);
    printf("%d %d\n", code, await from_plain(4));
    return 0;
}
