# #line both ways: the compiler's messages lead to the user's line, and those on emitted text to the output.
. "$ROOT/tests/harness/expect.sh"

cat >lines.uc <<'END'
#include <unsync.h>

int before = undeclared_1;

@async int f(int n)
{
    int a = n;
    await unsync_yield();
    a += undeclared_2;
    while (a > 0)
        a -= undeclared_3 + await f(a);
    return undeclared_4;
}

int between = undeclared_5;

@thread int g(int n)
{
    return n + undeclared_6;
}

int after = undeclared_7;
END
"$UNSYNC" lines.uc -- -I"$PREFIX/include"
for compiler in gcc clang; do
    $compiler -I"$PREFIX/include" -fsyntax-only lines.c 2>messages.txt && fail "no message"
    while read -r name line; do
        grep -qE "lines\.uc:$line:[0-9]+: error: .*$name" messages.txt ||
            fail "$compiler does not lead $name to line $line: $(grep "$name" messages.txt)"
    done <<'END'
undeclared_1 3
undeclared_2 9
undeclared_3 11
undeclared_4 12
undeclared_5 15
undeclared_6 19
undeclared_7 22
END
done

# Emitted lines say where they stand in the output: each #line that names it gives its own number.
awk '/^#line [0-9]+ ".*lines\.c"/ && $2 != NR + 1 { print NR ": " $0; bad = 1 } END { exit bad }' \
    lines.c || fail "a #line into the output has the wrong number"
grep -qE '^#line [0-9]+ ".*lines\.c"' lines.c || fail "no #line leads back to the output"
