# The process lane in a program under AddressSanitizer, with the library under it too.
. "$ROOT/tests/build/process/build.sh"

link_with -fsanitize=address,undefined "$ROOT/build/asan/libunsync.a"
ASAN_OPTIONS=handle_segv=0 prints ./program
