# build.sh: the program of the process lane, linked in some way; sourced by process_*.sh.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT/tests/build/process/program.uc" .

# link_with FLAGS...: makes ./program.
link_with()
{
    "$UNSYNC" program.uc -- -I"$PREFIX/include"
    gcc -O1 -g -Wall -Wextra -Werror -I"$PREFIX/include" -o program program.c "$@" \
        -luv -lmsgpackc -pthread
}

# prints COMMAND...: it prints what it should.
prints()
{
    timeout 60 "$@" >seen.txt || fail "$*: status $?"
    diff "$ROOT/tests/build/process/expected.txt" seen.txt || fail "$* prints something else"
}
