# What is wrong with the call behind an await, the compiler says once, at the user's line.
. "$ROOT/tests/harness/expect.sh"
cat >once.uc <<'END2'
#include <unsync.h>
struct table { unsync_task_of(int) (*start)(int); };
@async int f(int a) { return a; }
@async int g(struct table *table)
{
    int n = await f(1, 2);
    await unsync_sleep();
    await table->start(1, 2);
    (void) await table->start(1, 2);
    return n;
}
END2
"$UNSYNC" once.uc -- -I"$ROOT/lib/include"
for cc in gcc clang; do
    $cc -c -I"$ROOT/lib/include" -o once.o once.c 2>seen.txt && fail "$cc accepts it"
    for line in 6 7 8 9; do
        [ "$(grep -c "^once\.uc:$line:.* error: too .* arguments to function" seen.txt)" = 1 ] ||
            fail "$cc, line $line: $(cat seen.txt)"
    done
done
