# Functions on the loop of a worker: what failed there is recorded and runs again, with its awaits, in the
# program; a memory limit is that of the worker, for all its calls together. No sanitizer bears that one.
. "$ROOT/tests/harness/expect.sh"

ulimit -c 0
cp "$ROOT/tests/build/process_async/program.uc" .
"$UNSYNC" program.uc -- -I"$PREFIX/include"
gcc -O1 -g -Wall -Wextra -Werror -I"$PREFIX/include" -o program program.c "$PREFIX/lib/libunsync.a" \
    -luv -lmsgpackc -pthread

UNSYNC_RECORD=kept expect 0 'UNSYNC_ECRASHED' ./program
[ "$(ls -A kept | wc -l)" = 2 ] || fail "kept: $(ls -A kept)"
UNSYNC_REPLAY=$(echo kept/fails-*.call) expect 1 'fails failed: it is -5 \(UNSYNC_EINVAL' ./program
UNSYNC_REPLAY=$(echo kept/crashes-*.call) expect 134 'replays int crashes\(int\) with \[1\]' \
    bash -c 'exec ./program'

timeout 180 ./program memory >seen.txt || fail "status $?"
diff - seen.txt <<END || fail "another memory limit"
third: -1
1 2, then 4
UNSYNC_EMEMORY
5
END
