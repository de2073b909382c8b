# Random functions with deferred statements do what gcc makes of them as plain C, on the loop and on a thread. A
# longer run: FROM=1 TO=1000 on the command line.
. "$ROOT/tests/harness/expect.sh"

quiet="-Wno-unused-variable -Wno-unused-but-set-variable -Wno-tautological-compare -Wno-unused-label"
for seed in $(seq "${FROM:-1}" "${TO:-4}"); do
    for mark in async thread; do
        python3 "$ROOT/tests/gen/defer_random.py" "$seed" $mark >"$mark.uc"
        if [ $mark = async ]; then
            gcc -w -x c -I"$ROOT/lib/include" -o plain async.uc
            timeout 20 ./plain >want.txt || continue 2 # an endless loop is no fault of ours
        fi
        "$UNSYNC" $mark.uc -- -I"$ROOT/lib/include"
        # shellcheck disable=SC2086
        gcc -O1 -Wall -Wextra -Wshadow -Werror $quiet -I"$ROOT/lib/include" -o tasks $mark.c \
            "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread || fail "seed $seed, $mark"
        timeout 180 ./tasks >seen.txt || fail "seed $seed, $mark: status $?"
        cmp seen.txt want.txt || fail "seed $seed, $mark: another output than as plain C"
    done
done
