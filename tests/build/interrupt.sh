# Ctrl-C: after a cancelled main the process is ended by the signal, it does not only look like it; and a
# program that was started with SIGINT ignored goes on ignoring it.
. "$ROOT/tests/harness/expect.sh"

cat >wait.uc <<'END'
#include <stdio.h>
#include <unsync.h>

@async
int main(int argc, char **argv)
{
    (void) argv;
    puts("ready");
    fflush(stdout);
    await unsync_sleep(argc > 1 ? 200 : 1000000); /* who hears of no signal ends by itself */
    return 0;
}
END
"$UNSYNC" wait.uc -- $(pkg-config --cflags unsync)
cc wait.c $(pkg-config --cflags unsync) "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -lpthread -o wait

cat >run.py <<'END'
import signal, subprocess, sys
disposition = getattr(signal, sys.argv[1])
child = subprocess.Popen(["./wait", *sys.argv[2:]], stdout=subprocess.PIPE,
                         preexec_fn=lambda: signal.signal(signal.SIGINT, disposition))
child.stdout.readline()
child.send_signal(signal.SIGINT)
print(child.wait())
END
[ "$(python3 run.py SIG_DFL)" = -2 ] || fail "the process was not ended by SIGINT"
[ "$(python3 run.py SIG_IGN ends)" = 0 ] || fail "an ignored SIGINT did something"
