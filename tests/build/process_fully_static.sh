# The process lane in programs without a dynamic linker, where glibc's own start code wins and a constructor of the
# archive takes over; at fixed addresses and at random ones. libuv's archive asks for getpwuid_r, which needs the
# shared glibc to be of use, of which the linker warns.
. "$ROOT/tests/build/process/build.sh"

"$UNSYNC" program.uc -- -I"$PREFIX/include"
for how in -static -static-pie; do
    gcc "$how" -O1 -g -Wall -Wextra -Werror -I"$PREFIX/include" -o program program.c \
        "$PREFIX/lib/libunsync.a" -l:libuv_a.a -l:libmsgpackc.a -pthread 2>said.txt ||
        fail "$how: $(cat said.txt)"
    ! readelf -lW program | grep -q INTERP || fail "$how: it has an interpreter"
    prints ./program
    prints "$PWD/program" chdir
done
ulimit -c 0
UNSYNC_RECORD=kept prints ./program
UNSYNC_REPLAY=$(echo "$PWD"/kept/crash-*.call) expect 139 'replays int crash\(.*\) with \[\]' bash -c 'exec ./program'
