# A type of variable length that the frame would have to say twice, with side effects in what it is made of: both
# compilers refuse it, and nothing else that only mentions an array of variable length.
. "$ROOT/tests/harness/expect.sh"

# program EXPRESSION: returns it.
program()
{
    cat >types.uc <<EOF2
#include <unsync.h>
#define KEEP(x) ({ __typeof__(x) k_ = (x); await f(0); k_; })
#define MAX(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
@async int f(int x) { await unsync_yield(); return x; }
int (*next(int (*p)[3]))[3];
int (*next(int (*p)[3]))[3] { return p + 1; }
@async
int main(void)
{
    int n = 3, (*fixed)[3] = (int[2][3]) {{0, 1, 2}, {3, 4, 5}};
    int v[n], m[n][n], (*p)[n] = &v;
    for (int i = 0; i < n; i++) v[i] = m[0][i] = m[1][i] = m[2][i] = i;
    (void) p, (void) fixed;
    return $1;
}
EOF2
    "$UNSYNC" -o types.c types.uc -- -I"$ROOT/lib/include"
}

refused()
{
    program "$1"
    expect 1 "variable length type" gcc -w -I"$ROOT/lib/include" -c types.c
    expect 1 "variably modified type" clang -w -I"$ROOT/lib/include" -c types.c
}

gives()
{
    program "$2"
    for cc in gcc clang; do
        $cc -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o program types.c "$ROOT/build/libunsync.a" \
            -luv -lmsgpackc -pthread -lm
        expect "$1" '' ./program
    done
}

refused '(*KEEP(p + await f(0)))[1]'
refused '(*MAX(m + await f(1), m + await f(0)))[2]'
refused '(*KEEP((int (*)[n]) (n++, &v)))[1]'
gives 2 'MAX(v[await f(1)], await f(2))'
gives 1 'KEEP(m[await f(1)][1])'
gives 5 '(*KEEP(next(fixed)))[2] * KEEP(v[1]++ + n - 3)'
gives 2 '*MAX(v + await f(1), v + await f(2))'
