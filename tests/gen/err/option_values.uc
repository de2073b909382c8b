#include <unsync.h>
@thread(pool = "disk") int a(int x) { return x; }
@thread(timeout = 5) int b(int x) { return x; }
@thread(timeout = "5s") int b2(int x) { return x; }
@cpu_bound(memory = 5MB) int c(int x) { return x; }
@asinc int d(int x) { return x; }
@async(timout = 5s) int e(int x) { return x; }
@async void main(void) { }
