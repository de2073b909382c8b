# A program outside the tree, built with nothing but pkg-config and the installed unsync.mk.
. "$ROOT/tests/harness/expect.sh"

cp "$ROOT"/tests/build/outside/* .
build()
{
    env -i PATH="/usr/bin:/bin" PKG_CONFIG_PATH="$PKG_CONFIG_PATH" make -j2 "$@"
}

build >first.txt || fail "$(cat first.txt)"
[ "$(LD_LIBRARY_PATH=$PREFIX/lib ./program)" = "7 squared is 49, from another thread" ] ||
    fail "the program prints something else"
build >again.txt
grep -q "up to date" again.txt || fail "a second make builds again: $(cat again.txt)"

# A header that changes makes the headers and the sources that include it anew.
sed -i 's/FACTOR 1/FACTOR 2/' inner.uh
build >changed.txt || fail "$(cat changed.txt)"
[ "$(LD_LIBRARY_PATH=$PREFIX/lib ./program)" = "7 squared is 98, from another thread" ] ||
    fail "the change of a header was not seen: $(cat changed.txt)"

# Without the library, through the archive.
build LDFLAGS="-Wl,-Bstatic" UNSYNC_LIBS="$PREFIX/lib/libunsync.a -Wl,-Bdynamic -luv -lmsgpackc" \
    -B >static.txt || fail "$(cat static.txt)"
[ "$(./program)" = "7 squared is 98, from another thread" ] || fail "the static program differs"

build clean >/dev/null
[ -z "$(find . -name '*.o' -o -name '*.d' -o -name 'square.c' -o -name '*.h')" ] ||
    fail "make clean leaves $(ls)"

# The rules know the installation that they belong to, also when only make was told where it is.
sed -i "s|^include .*|include $PREFIX/share/unsync/unsync.mk|" Makefile
env -i PATH="/usr/bin:/bin" make -s >named.txt 2>&1 || fail "included by name: $(cat named.txt)"
