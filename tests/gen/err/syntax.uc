#include <unsync.h>
@async int expression(void) { return 1 + ; }
@async int statement(void) { if 1 return 2; }
@async int nested(int n) { int inner(int m) { return m; } return inner(n); }
@async int include(int n)
{
#include <unsync.h>
    return n;
}
@async int two_ways(int n) { struct { int x; } s = {n}; return (await (s).x); }
@async(as = other) int body(int n) { return n; }
@async int message(int n) { @message struct s { int x; }; return n; }
@message struct { int x; };
@message struct nothing;
