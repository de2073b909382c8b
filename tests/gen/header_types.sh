# A definition with other types than the header has that declares it: said with the header's line; the
# header may be there or be made for the preprocessor. Types that may be one draw no message.
. "$ROOT/tests/harness/expect.sh"
run() { "$UNSYNC" -o out.c "$@" -- -I"$ROOT/lib/include" -I.; }

cat >tasks.uh <<'END'
#pragma once
#include <stddef.h>
#include <unsync.h>
typedef struct point { int x; } point;
@async long one(int n, const char *p);
@thread void two(void);
@cpu_bound int three(int n);
@async size_t four(const point *p, int list[3]);
@generator int five(int n);
END
cat >wrong.uc <<'END'
#include "tasks.h"
@async int one(int n, char *p) { await unsync_yield(); return n + *p; }
@thread int two(int n) { return n; }
END
cat >right.uc <<'END'
#include "tasks.h"
@async long int one(const int n, char const *p) { await unsync_yield(); return n + *p; }
@thread void two(void) { }
@cpu_bound int three(signed n) { return n; }
@async unsigned long four(const struct point *p, int *list)
{
    await unsync_yield();
    return (unsigned long) (p->x + *list);
}
@generator int five(int n) { yield n; }
END
wrong() { expect 1 "$1" run wrong.uc; }
for made in no yes; do
    wrong "^wrong.uc:2:8: error: the result of 'one' has another type in a declaration before"
    wrong "^wrong.uc:2:23: error: parameter 2 of 'one' has another type in a declaration before"
    wrong "^wrong.uc:3:13: error: 'two' has one parameter here and no parameters in a declaration"
    wrong "^hint: it is declared at (./)?tasks.uh:5"
    expect 0 "" run right.uc
    [ $made = yes ] || "$UNSYNC" -o tasks.h tasks.uh -- -I"$ROOT/lib/include"
done
