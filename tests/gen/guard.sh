# Whatever the user's macros are called: they stand back while a header of ours is read.
. "$ROOT/tests/harness/expect.sh"

python3 "$ROOT/tests/gen/guard.py" >seen.txt
[ ! -s seen.txt ] || fail "$(cat seen.txt)"
