/* Functions that cannot be tasks. */
#include <stdarg.h>
#include <unsync.h>

@async int variadic(const char *format, ...) { return format[0]; }
@thread void logged(int n, ...);
@async struct made { int n; } makes(void) { return (struct made){1}; }
@thread int takes(struct taken { int n; } *t) { return t->n; }
@async int matrix(int n, int m[n][n++]) { return m[0][0]; }
@async int row(int n, int m[n]) { return m[0]; }
@async int star(int n, int m[][*]);
