# UNSYNC_DEBUG=1: `unsync ps`, whose socket it is, what becomes of it; a handle that is used again.
. "$ROOT/tests/harness/expect.sh"

# Waits in a thread until a line comes; prints when all stands.
cat >waits.uc <<'END'
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

@thread
int line(void)
{
    char byte;
    return (int) read(STDIN_FILENO, &byte, 1);
}

@async
int main(int argc, char **argv)
{
    (void) argv;
    line_task input = line();
    if (argc > 1) { /* holds the loop thread */
        ssize_t (*reads)(int, void *, size_t) = read;
        char byte;
        printf("held\n");
        fflush(stdout);
        return reads(3, &byte, 1) != 1;
    }
    printf("waits\n");
    fflush(stdout);
    return await input != 1;
}
END
cat >again.uc <<'END'
#include <unsync.h>

@async
int one(int n)
{
    await unsync_yield();
    return n;
}

@async
int main(void)
{
    one_task task = one(1);
    int sum = await task;
    for (int i = 0; i < 100; i++) sum += await one(i);
    return sum + await task;
}
END
flags=$(pkg-config --cflags unsync)
for name in waits again; do
    "$UNSYNC" $name.uc -- $flags
    cc -g $flags $name.c -o $name "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread
done

# Frames are not used again soon, so that it is seen who consumed the handle.
(ulimit -c 0; UNSYNC_DEBUG=1 expect 134 \
    'main \(again.uc:10\) awaits one \(again.uc:3\), whose handle was consumed before by main \(again.uc:14\)' \
    ./again)

# A library under AddressSanitizer leaves that to it: this use, who consumed the handle, who started the task.
cc -g -fsanitize=address,undefined $flags again.c -o again_asan "$ROOT/build/asan/libunsync.a" -luv -lmsgpackc -pthread
for report in 0:use-after-poison:2 1:heap-use-after-free:3; do
    IFS=: read -r debug what stacks <<<"$report"
    ASAN_OPTIONS=detect_leaks=0 UNSYNC_DEBUG=$debug ./again_asan 2>said.txt && fail "again_asan ends well"
    grep -q "$what" said.txt || fail "no $what: $(cat said.txt)"
    [ "$(grep -c '^ *#0 ' said.txt)" = "$stacks" ] || fail "not $stacks stacks: $(cat said.txt)"
done

# Who starts a program with privileges of its own does not look into it: there nothing is traced.
cat >secure.c <<'END'
#include <sys/auxv.h>
unsigned long __wrap_getauxval(unsigned long type) { return type == AT_SECURE; }
char *__wrap_secure_getenv(const char *name) { (void) name; return 0; }
END
cc -g $flags again.c secure.c -o secure "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread \
    -Wl,--wrap=getauxval,--wrap=secure_getenv
(ulimit -c 0; UNSYNC_DEBUG=1 ./secure >secure.txt 2>&1 || true)
! grep -q 'by main' secure.txt || fail "AT_SECURE, and yet: $(cat secure.txt)"

# The real thing, where root may make it: a program of one user that another one starts.
cat >probe.c <<'END'
#include <sys/auxv.h>
int main(void) { return getauxval(AT_SECURE) != 1; }
END
cc probe.c -o probe
nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
if [ "$(id -u)" = 0 ] && $nobody true 2>/dev/null; then
    shared=$(mktemp -d)
    trap 'rm -rf "$shared"' EXIT
    chmod 755 "$shared"
    mkdir -m 700 "$shared/run"
    chown 65534 "$shared/run"
    cp again "$shared/plain"
    cp again probe "$shared"
    chown 65533 "$shared/again" "$shared/probe"
    chmod 4755 "$shared/again" "$shared/probe"
    ulimit -c 0
    if $nobody "$shared/probe"; then
        XDG_RUNTIME_DIR=$shared/run UNSYNC_DEBUG=1 $nobody "$shared/plain" >plain.txt 2>&1 || true
        grep -q 'by main' plain.txt || fail "as any user: $(cat plain.txt)"
        UNSYNC_DEBUG=1 $nobody "$shared/again" >real.txt 2>&1 || true
        grep -q 'was consumed before' real.txt || fail "set-user-ID: $(cat real.txt)"
        ! grep -q 'by main' real.txt || fail "set-user-ID, and yet: $(cat real.txt)"
    fi
fi

# start FOLDER [ARGUMENT]: the program in the background, its input and its go in two pipes.
start()
{
    rm -f input go said
    mkfifo input go
    XDG_RUNTIME_DIR=$1 UNSYNC_DEBUG=1 UNSYNC_SLOW_MS=1000000 \
        ./waits ${2:-} <input 3<>go >said 2>errors &
    pid=$!
    exec 4>input 5<>go
    until [ -s said ]; do sleep 0.02; done
}

# stop: lets it end well.
stop()
{
    echo >&4
    echo >&5
    wait $pid || fail "the program ends with $?: $(cat errors)"
    exec 4>&- 5>&-
}

asked()
{
    XDG_RUNTIME_DIR=$1 "$UNSYNC" ps "${@:2}"
}

# The tree, in the user's own folder, closed to others; gone with the program.
mkdir -m 700 run
start "$PWD/run"
[ "$(stat -c %a run/unsync run/unsync/$pid | tr '\n' ' ')" = "700 600 " ] || fail "$(ls -lR run)"
until asked "$PWD/run" $pid | grep -q 'thread, runs'; do sleep 0.02; done # taken off the queue
expect 0 '^  main \(waits.uc:12\), loop, waits at waits.uc:26, [0-9.]+ m?s old$' \
    asked "$PWD/run" $pid
expect 0 '^    line \(waits.uc:5\), thread, runs, [0-9.]+ m?s old$' asked "$PWD/run" $pid
expect 0 "^$pid	./waits" asked "$PWD/run"
stop
[ -z "$(ls run/unsync)" ] || fail "a socket is left: $(ls run/unsync)"
expect 1 'has no socket' asked "$PWD/run" $pid
expect 2 'not a process' asked "$PWD/run" none

# Who holds the loop thread, when it does not answer.
start "$PWD/run" held
expect 0 '^unsync: slow: main \(waits.uc:12\) holds the loop thread' asked "$PWD/run" $pid
expect 0 '^    in main, waits.uc:22$' asked "$PWD/run" $pid
stop

# What a program left that was killed is removed by the next one, or by who asks.
start "$PWD/run"
old=$pid
kill -9 $pid
wait $pid || true
exec 4>&- 5>&-
[ -S run/unsync/$old ] || fail "there is nothing to remove"
start "$PWD/run"
[ "$(ls run/unsync)" = "$pid" ] || fail "not removed: $(ls run/unsync)"
kill -9 $pid
wait $pid || true
exec 4>&- 5>&-
expect 0 '' asked "$PWD/run"
[ -z "$(ls run/unsync)" ] || fail "not removed by unsync ps: $(ls run/unsync)"

# A folder that others may enter, or that is a link, is not taken, and not believed.
mkdir -m 755 open
start "$PWD/open"
[ ! -e open/unsync ] && [ -S "/tmp/unsync-$(id -u)/$pid" ] || fail "an open folder was taken"
expect 0 'main \(waits.uc:12\)' asked "$PWD/open" $pid
mkdir -m 700 evil
mkdir -m 755 evil/unsync
mv "/tmp/unsync-$(id -u)/$pid" evil/unsync/
expect 1 'has no socket' asked "$PWD/evil" $pid
chmod 700 evil/unsync
expect 0 'main \(waits.uc:12\)' asked "$PWD/evil" $pid
chmod 660 evil/unsync/$pid
expect 1 'has no socket' asked "$PWD/evil" $pid
stop

# Without the variable there is none of it.
mkfifo plain
./waits <plain >said &
pid=$!
exec 4>plain
until grep -q waits said; do sleep 0.02; done
expect 1 'UNSYNC_DEBUG=1' asked "$PWD/run" $pid
[ "$(ls /proc/$pid/task | wc -l)" = 2 ] || fail "threads: $(cat /proc/$pid/task/*/comm)"
echo >&4
wait $pid
