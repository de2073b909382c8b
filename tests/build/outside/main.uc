#include <unsync.h>

#include "square.h"

void report(int n, const struct answer *answer);

@async int main(void)
{
    struct answer answer = await square(7);
    report(7, &answer);
    return 0;
}
