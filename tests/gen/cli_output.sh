# Where the output goes, and that it appears whole or not at all.
. "$ROOT/tests/harness/expect.sh"

cat >good.uc <<'END'
#include <unsync.h>
#include "near.h"
@async int f(void) { return NEAR; }
END
echo '#define NEAR 3' >near.h
cp good.uc good.uh
flags=(-- -I"$PREFIX/include")

"$UNSYNC" good.uc "${flags[@]}"
[ -s good.c ] || fail "no good.c"
"$UNSYNC" good.uh "${flags[@]}"
[ -s good.h ] || fail "no good.h"
"$UNSYNC" -o other.c good.uc "${flags[@]}"
sed 's/other\.c/good.c/' other.c | cmp - good.c || fail "-o changes the text"
"$UNSYNC" -o input.c - "${flags[@]}" <good.uc
grep -q unsync__f_resume input.c || fail "nothing was made of standard input"
"$UNSYNC" - "${flags[@]}" <good.uc | grep -q unsync__f_resume || fail "nothing on standard output"
cp good.uc good.txt
"$UNSYNC" good.txt -o text.c "${flags[@]}"
[ -s text.c ] || fail "no text.c"

# Dependencies: the source and the user's headers, for make.
"$UNSYNC" -MD good.uc "${flags[@]}"
grep -q '^good\.c:.*good\.uc' good.d || fail "$(cat good.d)"
grep -q 'near\.h' good.d || fail "near.h is missing: $(cat good.d)"
"$UNSYNC" -MD -MF elsewhere.d -o other.c good.uc "${flags[@]}"
grep -q '^other\.c:' elsewhere.d || fail "$(cat elsewhere.d)"

# An output that is a link, or not writable by its owner, is replaced or refused, never half of it.
printf 'before\n' >kept.c
for i in $(seq 300); do sed "s/ f(/ f$i(/" good.uc; done >large.uc
mkdir -p small
(
    trap '' XFSZ
    ulimit -f 8
    expect 1 'kept\.c' "$UNSYNC" -o kept.c large.uc "${flags[@]}"
)
[ "$(cat kept.c)" = before ] || fail "a failed write leaves half an output"
[ -z "$(find . -newer kept.c -name '*kept*' ! -name kept.c)" ] || fail "left: $(ls -A)"

expect 0 '^unsync [0-9]+\.[0-9]+\.[0-9]+$' "$UNSYNC" --version
expect 0 '--no-cpp' "$UNSYNC" --help
