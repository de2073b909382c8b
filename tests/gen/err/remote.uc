#include <unsync.h>

@async(timeout = 5s) @cpu_bound
int options(int n);

@async @cpu_bound(cpu = 1s, open_files = 3, file_size = 1M)
int limits(int n);

@async @cpu_bound(memory = 64M, timeout = 1s, queue_timeout = 1s, recycle = 10)
int good(int n);

@async @cpu_bound(retries = 2)
int twice(int n);

@cpu_bound
int first(int n);

@async @cpu_bound
int first(int n) { return n; }

@async
int second(int n);

@async @cpu_bound
int second(int n) { return n; }

@async @cpu_bound @generator
int third(int n) { yield n; }

@async @cpu_bound
int pointer(int *n);

@async @cpu_bound
int main(void) { return 0; }
