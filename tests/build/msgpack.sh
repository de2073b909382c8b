# The bytes are msgpack: another reader and writer of it understands them, and is understood.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT"/tests/build/msgpack/* .
flags="-I$PREFIX/include -I$ROOT/lib/wire"
"$UNSYNC" codec.uc -- $flags
gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -Werror $flags -o codec codec.c "$PREFIX/lib/libunsync.a" \
    -luv -lmsgpackc -pthread
/usr/bin/python3 both.py ./codec || fail "they do not understand each other"
