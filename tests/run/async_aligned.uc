/* Locals, parameters and results that ask for more alignment than malloc gives. */
#include <stdio.h>
#include <stdint.h>
#include <unsync.h>
#pragma GCC diagnostic ignored "-Wpsabi"

struct wide { _Alignas(64) double v[8]; };
typedef float v8 __attribute__((vector_size(32)));
@async int locals(int n) {
    _Alignas(64) char block[64] = "hello";
    int k __attribute__((aligned(32))) = n;
    _Alignas(double) char raw[sizeof(double)];
    struct wide w = {{n, 2}};
    v8 v = {1, 2, 3, 4, 5, 6, 7, 8};
    await unsync_yield();
    v = v * v;
    raw[0] = 1;
    await unsync_yield();
    return (int) ((uintptr_t) block % 64 + (uintptr_t) &k % 32 + (uintptr_t) &w % 64 + (uintptr_t) &v % 32) + k + (int) v[7] + block[0] + (int) w.v[1] + raw[0];
}
/* Pointers to what is of variable length. */
@async int rows(int n) {
    int list[2][n];
    _Alignas(64) int (*row)[n] = list;
    int (*const last)[n] __attribute__((aligned(32))) = list + 1;
    for (int i = 0; i < n; i++) list[0][i] = list[1][i] = i;
    await unsync_yield();
    row++;
    await unsync_yield();
    return (int) ((uintptr_t) &row % 64 + (uintptr_t) &last % 32) + (row == last) + (*row)[n - 1] + (int) sizeof *row;
}
@async struct wide by_value(struct wide w, int n) { await unsync_yield(); w.v[3] = n; return w; }
@async int main(void) {
    struct wide w = {{1}};
    for (int i = 0; i < 5; i++) printf("%d\n", await locals(i));
    printf("%d\n", await rows(5));
    w = await by_value(w, 5);
    printf("%g %g\n", w.v[0], w.v[3]);
    printf("%g\n", (await by_value(w, 6)).v[3]);
    return 0;
}
