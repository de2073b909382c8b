# The program is started through the dynamic loader, which is then what /proc calls the executable.
. "$ROOT/tests/build/process/build.sh"

link_with "$PREFIX/lib/libunsync.a"
loader=$(readelf -l program | sed -n 's/.*interpreter: \(.*\)]/\1/p')
prints "$loader" ./program
