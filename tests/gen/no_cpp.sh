# Without the preprocessor the macros of the file are known. What a macro of a header may make of an await or of a
# local is refused: by the generator if it is no C then, else by the compiler, which knows the macros.
. "$ROOT/tests/harness/expect.sh"

cat >macros.h <<'END'
#define SHOW(x) printf(#x "\n")
#define DUP(x) ((x) + (x))
#define CHECK if (b > 0) b = 0
#define DECLARE(T, n) T n = 0
#define EACH(b, a) for (int b = 0; b < a; b++)
#define PASTE(a, b) a ## b
#define BEGIN {
#define VALUE(e) ({ int value_ = (e); value_; })
typedef int number;
static inline int twice(int n) { return n + n; }
#define thrice(n) (3 * (n))
#define LEAST(a, b) ((a) < (b) ? (a) : (b))
#define SHOW_LATER(what, x) what(x)
#define PREFIXED(kind, x) kind ## _of(x)
#define twice_of(x) twice(x)
#define shown_of(x) SHOW(x)
#define ADD() (total += 10)
extern int total;
END

cat >good.uc <<'END'
#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>
#include "macros.h"
#define LOOP(i, n) for (int i = 0; i < (n); i++)
#define OWN(x) printf(#x " %d\n", x)
#define BOTH(x) ((x) + (x))

@thread int f2(int a);

@async number f(number a)
{
    number s = 0;
    size_t size = sizeof(number);
    FILE *file = stdout;
    LOOP(i, 3) { await unsync_yield(); s += i; }
    if (a > 0) printf("%d %d\n", await f(a - 1) + BOTH(await f(0)), s);
    if (a >= 0) fprintf(file, "%d\n", (int) (size == sizeof(int)) + twice(s) + abs(await f(-1)));
    OWN(s);
    int b = (number) await f2(a);
    assert(INT_MAX > 0 && EOF < 0);
    int c = 'x';
    await f2(a);
    c = LEAST(LEAST(b, c), 100) + (isalpha(c) != 0) + abs(thrice(c)) + PREFIXED(twice, c) + SHOW_LATER(twice, c);
    fprintf(file, "%d %d\n", c, toupper(c % 64 + 64));
    return s + VALUE(b) + (a ? EOF : CHAR_BIT);
}

@thread int f2(int a) { return thrice(a) + twice(a); }

@async int main(void)
{
    assert(1);
    printf("%d\n", await f(2));
    return 0;
}
END
for cc in gcc clang; do
    "$UNSYNC" --no-cpp -o without.c good.uc
    CC=$cc "$UNSYNC" -o with.c good.uc -- -I"$ROOT/lib/include"
    for way in without with; do
        $cc -std=gnu11 -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o $way $way.c \
            "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread
        ./$way >$way.txt
    done
    same without.txt with.txt
    grep -q '^s 3$' with.txt || fail "no local by its name in the output"
done

# refused BY WHAT-IS-SAID LINE...: by the generator, or by both compilers; with the preprocessor it is accepted.
refused()
{
    by=$1 said=$2 cc=
    shift 2
    { printf '#include <assert.h>\n#include <stdio.h>\n#include <unsync.h>\n#include "macros.h"\n'
      printf '@async int f(int a);\n%s\n' "$*"; } >bad.uc
    if [ "$by" = generator ]; then
        expect 1 "$said" "$UNSYNC" --no-cpp -o bad.c bad.uc
    else
        "$UNSYNC" --no-cpp -o bad.c bad.uc
        for cc in gcc clang; do
            expect 1 "$said" \
                $cc -std=gnu11 -I"$ROOT/lib/include" -fsyntax-only bad.c
        done
    fi
    "$UNSYNC" -o bad.c bad.uc -- -I"$ROOT/lib/include"
    gcc -std=gnu11 -I"$ROOT/lib/include" -fsyntax-only bad.c
}
refused compiler "'DUP' is a macro: run unsync without --no-cpp" \
    '@async int g(int a) { return DUP(await f(a)); }'
refused compiler "'DUP' is a macro" '@thread int g(int a) { return DUP(await f(a)); }'
refused compiler "'assert' is a macro" '@async int g(int a) { assert(await f(a)); return a; }'
refused compiler "SHOW is a macro that prints" \
    '@async int g(int b) { int c = b; await f(b); SHOW(c); return b; }'
refused compiler "'VALUE' is a macro" '@async int g(int a) { return VALUE(await f(a)); }'
refused compiler "expected" '@async int g(int b) { await f(b); CHECK; return b; }'
refused compiler 'declaration' \
    '@async int g(int a) { DECLARE(int, b); await f(a); return b; }'
refused compiler 'declaration' \
    '@async int g(int a) { DECLARE(number, b); await f(a); return b; }'
refused compiler "SHOW_LATER is a macro that prints its argument" \
    '@async int g(int b) { await f(b); SHOW_LATER(SHOW, b); return b; }'
refused compiler "PREFIXED is a macro that prints its argument" \
    '@async int g(int b) { await f(b); PREFIXED(shown, b); return b; }'
refused compiler "assert is a macro that prints its argument" \
    '@async int g(int b) { await f(b); assert(b); return b; }'
refused compiler "expected .*(\).|type name)" \
    'int total; @async int g(int a) { int total = a; await f(a); ADD(); return total; }'
refused compiler 'pasting' \
    '@async int g(int a) { int ab = a; await f(a); return PASTE(a, b); }'
refused generator 'with --no-cpp the types and macros' \
    '@async int g(int a) { int s = 0; EACH(b, a) { await f(a); s += b; } return s; }'
refused generator 'a function cannot be initialised' \
    '@async int g(int a) { int PASTE(a, b) = 3; await f(a); return ab; }'
refused generator "expected ';'" \
    '@async int g(int a) { BEGIN await f(a); } return 1; }'
