#include <unsync.h>
@async int before(int n);
int before(int n) { return n; }
static int after(int n);
@thread static int after(int n) { return n; }
@cpu_bound int stays(int n) { return n; }
stays_task stays(int n); /* what the mark makes of it */
@thread(as = later) extern int foreign(int n);
int foreign(int n); /* the function itself has no mark */
#ifdef PLAIN
int stays(int n) { return n; }
#endif
