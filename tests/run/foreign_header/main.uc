/* A function that is not mine, declared in a header that several files include. */
#include <stdio.h>
#include "numbers.h"

@async
int main(void)
{
    printf("%d %d\n", await later_atoi("40"), await sum("1", "2"));
    return 0;
}
