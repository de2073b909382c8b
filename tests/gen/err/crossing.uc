/* What visibly does not cross a process boundary. */
#include <complex.h>
#include <stdio.h>
#include <unsync.h>

struct plain { int x; };
union either { int i; float f; };
@message struct good { int x; char *name; @len(count) const int *list; int count; };
@message struct bits { int low : 3; };
@message struct holds { struct plain plain; };
@message struct points { struct plain *plain; };
@message struct grid { int cell[3]; };

@cpu_bound int by_value(struct plain p) { return p.x; }
@cpu_bound int of_union(union either e) { return e.i; }
@cpu_bound int writes(int *n) { return *n; }
@cpu_bound int array(const int *list) { return *list; }
@cpu_bound int anything(const void *p) { return p != NULL; }
@cpu_bound int file(const FILE *file) { return file != NULL; }
@cpu_bound int twice(const char *const *list) { return list[0][0]; }
@cpu_bound int function(int (*f)(int)) { return f(1); }
@cpu_bound double imaginary(double complex z) { return cimag(z); }
@cpu_bound const char *borrowed(int n) { return n ? "a" : "b"; }
@cpu_bound void *raw(int n) { return n ? NULL : NULL; }
@cpu_bound int length(@len(m) const int *list, int n) { return list[n]; }
@cpu_bound int no_array(@len(n) int list, int n) { return list + n; }
@cpu_bound int fine(const struct good *good, const char *name, @len(n) const double v[], int n)
{
    return good->x + name[0] + (int) v[n - 1];
}
