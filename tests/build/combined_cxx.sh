# Combinators and synchronisation used by C++ code: each macro and template, as it is written in C.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT"/tests/build/combined/* .
"$UNSYNC" items.uh -- -I"$PREFIX/include"
"$UNSYNC" items.uc -- -I"$PREFIX/include" -I.
gcc -O1 -Wall -Wextra -Werror -I"$PREFIX/include" -c items.c
for cxx in g++ clang++; do
    $cxx -std=c++17 -O1 -Wall -Wextra -Wshadow -Werror -I"$PREFIX/include" -c main.cc
    $cxx -o program main.o items.o "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread
    timeout 180 ./program >seen.txt || fail "$cxx: status $?"
    diff - seen.txt <<'END' || fail "$cxx: it prints something else"
first 1, told 3, sum 12
202, then 402 204 206
half 102
1 failed: as asked
promised 4
once 1, no task 1
1111: 1 9 9
UNSYNC_ETIMEDOUT, all free: 1
END
done
