/* The tree of 1,000,000 leaves, ten children a node, ms. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

@async long skynet(long number, int size)
{
    if (size == 1) return number;
    skynet_task children[10];
    long sum = 0;
    for (int i = 0; i < 10; i++) children[i] = skynet(number + i * (size / 10), size / 10);
    for (int i = 0; i < 10; i++) sum += await children[i];
    return sum;
}

@async int main(void)
{
    double begin = now_ns();
    long sum = await skynet(0, 1000000);
    printf("%.3f\n", (now_ns() - begin) / 1e6);
    return sum == 499999500000 ? 0 : 1;
}
