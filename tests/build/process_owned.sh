# What values lead to is freed once, on both sides of the codec: also what a function frees itself.
. "$ROOT/tests/harness/expect.sh"

flags="-I$PREFIX/include -I$ROOT/lib/wire"
"$UNSYNC" -o owned.c "$ROOT/tests/build/owned/owned.uc" -- $flags
gcc -std=gnu11 -g -fsanitize=address,undefined -Wall -Wextra -Wshadow -Werror $flags -o owned owned.c \
    "$ROOT/build/asan/libunsync.a" -luv -lmsgpackc -pthread
timeout 180 ./owned >seen.txt || fail "status $?"
diff - seen.txt <<'END' || fail "it prints something else"
0
own b y v q
-3 new
0 hello
0 t
0 own
UNSYNC_EPROTO
END
