# The process lane in a program that is linked with the shared library.
. "$ROOT/tests/build/process/build.sh"

link_with -L"$PREFIX/lib" -lunsync -Wl,-rpath,"$PREFIX/lib"
readelf -d program | grep -q 'NEEDED.*libunsync' || fail "not linked with the shared library"
prints ./program
