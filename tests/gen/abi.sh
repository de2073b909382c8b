# Emitted code uses what annotations/abi.def lists, and that list is what the headers declare.
. "$ROOT/tests/harness/expect.sh"

words() { grep -ohE '\b(unsync_|UNSYNC__)[A-Za-z0-9_]+' "$@" | sort -u; }

sed -n 's/^ABI([A-Z]*, \([A-Za-z0-9_]*\),.*/\1/p' "$ROOT/annotations/abi.def" | sort >listed.txt
uniq -d listed.txt >twice.txt
[ -s listed.txt ] && [ ! -s twice.txt ] || fail "abi.def lists a name twice: $(cat twice.txt)"
words "$ROOT/lib/include/unsync.h" "$ROOT"/lib/include/unsync_gen*.h >declared.txt
comm -23 listed.txt declared.txt >unknown.txt
[ ! -s unknown.txt ] || fail "no header declares $(cat unknown.txt)"

# Every case that the generator accepts, without the words that the user wrote.
for source in "$ROOT"/tests/gen/ok/*.u[ch] "$ROOT"/tests/run/*.uc; do
    "$UNSYNC" -o out.c "$source" -- -I"$ROOT/lib/include" -I"$ROOT/tests/run"
    words "$source" >user.txt || true
    words out.c | comm -23 - user.txt >>emitted.txt || true
done
sort -u emitted.txt | grep -vx 'unsync_gen' | comm -12 - declared.txt >used.txt
comm -23 used.txt listed.txt >unlisted.txt
[ ! -s unlisted.txt ] || fail "emitted, but not in abi.def: $(cat unlisted.txt)"
sort -u emitted.txt | comm -13 - listed.txt >unused.txt
for name in $(cat unused.txt); do
    grep -qrw "$name" "$ROOT/gen" || fail "in abi.def, but never emitted: $name"
done
