/* Locals with an alignment of their own: in the frame, in blocks, in structs. */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>

static int one(void) { return 1; }

static int aligned(void)
{
    alignas(64) char block[64] = {1};
    _Alignas(32) double d = 1.5;
    int odd __attribute__((aligned(16))) = 3;
    one();
    block[63] = 2;
    return (uintptr_t) block % 64 == 0 && (uintptr_t) &d % 32 == 0 && (uintptr_t) &odd % 16 == 0
        ? block[0] + block[63] + (int) d + odd : -1;
}

int main(void)
{
    printf("%d\n", aligned());
    return 0;
}
