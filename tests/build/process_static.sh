# The process lane in a program at fixed addresses that holds the archive.
. "$ROOT/tests/build/process/build.sh"

link_with -no-pie "$PREFIX/lib/libunsync.a"
readelf -h program | grep -q 'Type:.*EXEC' || fail "not at fixed addresses"
prints ./program
