/* Pointers behind typedefs, rows of unknown number, and what no mark makes cross. */
#include <dirent.h>
#include <unsync.h>

typedef int *list;
typedef double vector[3];
typedef union { int i; float f; } either;

@cpu_bound int hidden(@len(n) list p, int n);
@cpu_bound int hidden_out(@out list p);
@cpu_bound int hidden_array(@inout vector v);
@cpu_bound int named_union(either e);
@cpu_bound int rows(int n, const double m[n][n]);
@cpu_bound int one_row(int n, @in const double (*m)[n]);
@cpu_bound int pointers(int n, @len(n) int *const m[n][n]);
@cpu_bound int folder(DIR *dir);
@cpu_bound int anything(void *data);
@cpu_bound int skipped(@skip int n);
@cpu_bound int row(const char (*m)[3]);
@message struct m { @fd int file; };
@cpu_bound int changing(@len(n) const volatile int *list, int n);
@message struct shared { int n; @len(n) _Atomic int *list; };
