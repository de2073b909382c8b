# A recorded crash is run again by the same program and by no other; a program with privileges that its user
# has not neither records nor replays, nor routes. That part needs root, who can make one.
. "$ROOT/tests/build/process/build.sh"

ulimit -c 0
link_with "$PREFIX/lib/libunsync.a"
UNSYNC_RECORD=kept prints ./program
[ "$(ls -A kept | wc -l)" = 1 ] || fail "kept: $(ls -A kept)"
call=$(echo "$PWD"/kept/crash-*.call)
UNSYNC_REPLAY=$call expect 139 'replays int crash\(.*\) with \[\]' bash -c 'exec ./program'
cp program other
echo >>other
UNSYNC_REPLAY=$call expect 125 'another build of the program' ./other

as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
[ "$(id -u)" = 0 ] && $as_nobody true 2>seen.txt || exit 0
! findmnt -no OPTIONS -T "$folder" | grep -qw nosuid || exit 0
chmod 755 "$folder"
cp "$call" "$folder/call"
cp program "$folder"
chmod 644 "$folder/call"
chmod 4755 "$folder/program"
UNSYNC_REPLAY=$folder/call expect 1 'AT_SECURE' $as_nobody "$folder/program"
UNSYNC_ROUTE='*=thread' UNSYNC_RECORD=$folder/more expect 1 'AT_SECURE' $as_nobody "$folder/program"
[ ! -e "$folder/more" ] || fail "it has recorded"
chmod 755 "$folder/program"
UNSYNC_REPLAY=$folder/call expect 139 'replays int crash' $as_nobody bash -c "exec $folder/program"
