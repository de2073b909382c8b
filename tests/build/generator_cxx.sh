# Generators of an annotated header, asked by C++ code; what it leaves open a sanitizer would report.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT"/tests/build/sequences/* .
"$UNSYNC" sequences.uh -- -I"$PREFIX/include"
"$UNSYNC" sequences.uc -- -I"$PREFIX/include" -I.
for cxx in g++ clang++; do
    gcc -O1 -g -Wall -Wextra -Werror -I"$PREFIX/include" -c sequences.c
    $cxx -std=c++17 -O1 -g -fsanitize=address -Wall -Wextra -Wshadow -Werror -I"$PREFIX/include" -c main.cc
    $cxx -fsanitize=address -o program main.o sequences.o "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread
    timeout 180 ./program >seen.txt || fail "$cxx: status $?"
    diff - seen.txt <<'END' || fail "$cxx: it prints something else"
3 4 5 0-1 1-2 slow 0 slow 1 slow 2 total 10
0 1 code -7: after 2
4950
caught limit
END
done
