# A C++ program with static objects: constructors run in the workers, main and destructors do not. Its header
# has parameters that only C can say.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT"/tests/build/cxx/* .
"$UNSYNC" work.uh -- -I"$PREFIX/include"
"$UNSYNC" work.uc -- -I"$PREFIX/include" -I.
gcc -O1 -Wall -Wextra -Werror -I"$PREFIX/include" -c work.c
g++ -std=c++17 -O1 -Wall -Wextra -Wshadow -Werror -I"$PREFIX/include" -c main.cc
g++ -o program main.o work.o "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread
timeout 180 ./program >seen.txt || fail "status $?"
diff - seen.txt <<'END' || fail "it prints something else"
main
a worker's own object: 4242
5 doubled in a worker: 10
6 9 104
1
4
destroyed
END
