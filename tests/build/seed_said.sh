# A program with UNSYNC_SEED that fails says the seed, however it ends: by a status, by a signal, by one that
# was sent because it hangs, by an overflow of the stack. One that ends well says nothing, nor does a worker.
. "$ROOT/tests/harness/expect.sh"

cat >ends.uc <<'END'
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

static int overflow(volatile char *above)
{
    volatile char room[4096];
    room[0] = *above;
    return overflow(room) + room[0];
}

@cpu_bound
int crash(void)
{
    abort();
}

@async
int end(const char *how)
{
    await unsync_yield();
    if (strcmp(how, "status") == 0) return 3;
    if (strcmp(how, "abort") == 0) abort();
    if (strcmp(how, "overflow") == 0) return overflow(&(char){0});
    if (strcmp(how, "term") == 0) raise(SIGTERM);
    if (strcmp(how, "worker") == 0) return catch crash() != UNSYNC_ECRASHED;
    return 0;
}

@async
int main(int argc, char **argv)
{
    return await end(argv[argc - 1]);
}
END
"$UNSYNC" ends.uc -- $(pkg-config --cflags unsync)
cc -Wno-infinite-recursion ends.c $(pkg-config --cflags unsync) "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -lpthread -o ends

for way in status:3 abort:134 overflow:139 term:143; do
    status=0
    (UNSYNC_SEED=5 ./ends "${way%:*}") >said 2>&1 || status=$?
    [ "$status" = "${way#*:}" ] || fail "${way%:*}: status $status"
    [ "$(grep -c '^unsync: the order of tasks was that of UNSYNC_SEED=5$' said)" = 1 ] ||
        fail "${way%:*} does not say the seed: $(cat said)"
done
for way in well worker; do
    UNSYNC_SEED=5 ./ends "$way" >said 2>&1 || fail "$way: it failed"
    [ ! -s said ] || fail "$way says: $(cat said)"
done
