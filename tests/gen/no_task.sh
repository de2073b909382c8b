# What only the compiler can tell to be no task, it says at the user's line and in words.
. "$ROOT/tests/harness/expect.sh"
cat >member.uc <<'END2'
#include <unsync.h>
struct holder { int number; struct { double x; } spot; unsync_task_of(int) task; };
@async int good(struct holder *h) { return await h->task + await *&h->task; }
@async int number(struct holder *h)
{
    return await h->number;
}
@async int spot(struct holder *h)
{
    catch h->spot;
    return 0;
}
END2
"$UNSYNC" member.uc -- -I"$ROOT/lib/include"
for cc in gcc clang; do
    $cc -c -I"$ROOT/lib/include" -o member.o member.c 2>seen.txt && fail "$cc accepts it"
    [ "$(grep -c "error: static.assert.*wait for a task, and this is none" seen.txt)" = 2 ] ||
        fail "$cc: $(cat seen.txt)"
    grep -q '^member\.uc:6:' seen.txt && grep -q '^member\.uc:10:' seen.txt || fail "$(cat seen.txt)"
done
