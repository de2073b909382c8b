# What an installation holds, below a DESTDIR as packages do it.
. "$ROOT/tests/harness/expect.sh"

make -s -C "$ROOT" install DESTDIR="$PWD/stage" PREFIX=/usr
version=$("$UNSYNC" --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+')
(cd stage/usr && find . -not -type d | sort) >seen.txt
sort >expected.txt <<END
./bin/unsync
$(cd "$ROOT/lib" && ls -d ./include/*.h)
./lib/libunsync.a
./lib/libunsync.so
./lib/libunsync.so.${version%%.*}
./lib/libunsync.so.$version
./lib/pkgconfig/unsync.pc
./share/man/man1/unsync.1
./share/unsync/unsync.mk
END
diff expected.txt seen.txt || fail "another set of files"

[ "$(pkg-config --modversion stage/usr/lib/pkgconfig/unsync.pc)" = "$version" ] ||
    fail "unsync.pc has another version than the generator"
! grep -rqE '@[A-Z]+@' stage/usr/lib/pkgconfig stage/usr/share || fail "a name was not replaced"
[ "$(pkg-config --variable=generator stage/usr/lib/pkgconfig/unsync.pc)" = /usr/bin/unsync ] ||
    fail "the variable generator is wrong"
readelf -d stage/usr/lib/libunsync.so | grep -q "SONAME.*\[libunsync.so.${version%%.*}\]" ||
    fail "another soname"

# The shared library shows its own names only.
nm -D --defined-only stage/usr/lib/libunsync.so | awk '{ print $3 }' >names.txt
! grep -vE '^(unsync_.*|__libc_start_main)$' names.txt || fail "these names are exported too"
