/* Two declarations of a function that differ; what may hide behind a typedef is the compiler's. */
#include <unsync.h>

typedef int number;
typedef const char text;
struct point { int x; };
typedef struct point point;

@async int more(int n);
@async int less(int n, int m);
@async long result(int n);
@async int wide(unsigned long n);
@async int looks(const char *p);
@async int deep(char **p);
@async int box(struct point p);
@thread(timeout = 3s) int lost(int n);
@thread(timeout = 3s) int value(int n);

@async int more(int n, int m) { await unsync_yield(); return n + m; }
@async int less(int n) { await unsync_yield(); return n; }
@async static int result(int n) { await unsync_yield(); return n; }
@async int wide(unsigned n) { await unsync_yield(); return (int) n; }
@async int looks(char *p) { await unsync_yield(); return *p; }
@async int deep(char *p) { await unsync_yield(); return *p; }
@async int box(struct other *p) { await unsync_yield(); return !p; }
@thread int lost(int n) { return n; }
@thread(timeout = 4s) int value(int n) { return n; }
@thread(drop = free) int value(int n);

/* No word about these. */
@thread int same(number n, text *p, const point *q, int list[3], int (*f)(void),
                 unsigned long int m, char *const a);
@thread(timeout = 3s) int same(int n, const char *p, struct point const *q, int *list, int f(void),
                               long unsigned m, char *a)
{
    return n + *p + q->x + *list + f() + (int) m + *a;
}
@async unsigned counted(void);
@async unsigned int counted(void) { await unsync_yield(); return 3; }
#if 0
@async int other(int n);
#else
@async int other(long n);
#endif
@async int other(long n) { await unsync_yield(); return (int) n; }
