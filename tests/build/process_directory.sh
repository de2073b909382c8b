# The program is started by a relative path and goes to another directory before its first worker.
. "$ROOT/tests/build/process/build.sh"

link_with "$PREFIX/lib/libunsync.a"
mkdir below
cd below
prints ../program chdir
cd ..
PATH="$PWD:$PATH" prints program chdir
