# The process lane in a position-independent program that holds the archive.
. "$ROOT/tests/build/process/build.sh"

link_with -fPIE -pie "$PREFIX/lib/libunsync.a"
readelf -h program | grep -q 'Type:.*DYN' || fail "not position-independent"
prints ./program
