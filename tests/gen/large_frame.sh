# A frame whose size the compiler alone knows: its warning is an error if -Werror says so.
. "$ROOT/tests/harness/expect.sh"
cat >large.uc <<'END2'
#include <string.h>
#include <unsync.h>
@async
int big(int n)
{
    char list[1000][sizeof(long)];

    memset(list, n, sizeof list);
    await unsync_yield();
    return list[n][0];
}
END2
says()
{
    "$UNSYNC" $1 large.uc -- -I"$ROOT/lib/include"
    for cc in gcc clang; do
        status=0
        $cc -c -I"$ROOT/lib/include" -o large.o large.c >seen.txt 2>&1 || status=$?
        case $2 in
        error) [ $status != 0 ] ;;
        *) [ $status = 0 ] ;;
        esac || fail "$cc, '$1': status $status, $(cat seen.txt)"
        [ "$(grep -c "^large\.uc:4:.* $2:.*each task takes more than 4 KB" seen.txt)" = "$3" ] ||
            fail "$cc, '$1': $(cat seen.txt)"
    done
}
says "" warning 1
says -Werror error 1
says -Werror=large-frame error 1
says "-Werror -Wno-error=large-frame" warning 1
says "-Werror -Wno-large-frame" warning 0
