#include <stdio.h>

#include "square.h"

void report(int n, const struct answer *answer);
void report(int n, const struct answer *answer)
{
    printf("%d squared is %d, from %s thread\n", n, answer->value,
           answer->elsewhere ? "another" : "this");
}
