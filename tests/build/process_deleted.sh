# The executable is deleted before its first worker starts.
. "$ROOT/tests/build/process/build.sh"

link_with "$PREFIX/lib/libunsync.a"
prints ./program unlink
[ ! -e program ] || fail "it was not deleted"
