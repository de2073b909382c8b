/* Marks and options that the language has and this version does not. */
#include <unsync.h>

@cpu_bound int handed(@fd int a) { return a; }
@cpu_bound(pool = heavy) int again(int n) { return n; }
