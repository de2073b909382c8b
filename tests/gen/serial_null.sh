# NULL as a handle in sequential C: named as by the runtime, no crash without a word.
. "$ROOT/tests/harness/expect.sh"

cat >null.uc <<'END'
#include <stdlib.h>
#include <unsync.h>
@thread int one(int n) { return n; }
@async
int used(int way)
{
    one_task task = NULL, list[2] = {one(3), NULL};
    switch (way) {
    case 1: return await task;
    case 2: return catch task;
    case 3: unsync_release(task); break;
    case 4: unsync_background(task); break;
    case 5: unsync_detach(task); break;
    case 6: unsync_cancel(task); break;
    case 7: return unsync_done(task);
    case 8: return unsync_value(task);
    case 9: return unsync_failure(task) != NULL;
    case 10: return await unsync_shield(task);
    case 11: return await unsync_timeout(task, 3);
    case 12: await unsync_gather(list, 2); break;
    case 13: await unsync_settle(list, 2); break;
    case 14: unsync_release(list[0]); list[0] = NULL; return (int) await unsync_race(list, 2);
    }
    return 0;
}
int main(int argc, char **argv)
{
    int way = argc > 1 ? atoi(argv[1]) : 0;
    one_task none = NULL;
    if (way == 15) return unsync_wait(none);
    if (way == 16) return unsync_result(none);
    return unsync_result(used(way));
}
END
"$UNSYNC" --serial -o null.c null.uc -- -I"$ROOT/lib/include"
cc -std=gnu11 -Wall -Wextra -Werror -I"$ROOT/lib/include" -o null null.c
named()
{
    expect 134 "^unsync: $2" sh -c "ulimit -c 0; ./null $1; exit \$?"
}
named 1 "used \(null.uc:[0-9]+\) awaits a handle that is NULL"
named 2 "used \(null.uc:[0-9]+\) awaits a handle that is NULL"
at=3
for use in release background detach cancel done value failure shield timeout; do
    named $at "unsync_$use: the handle is NULL"
    at=$((at + 1))
done
named 12 "unsync_gather: handle 1 of 2 is NULL"
named 13 "unsync_settle: handle 1 of 2 is NULL"
named 14 "unsync_race: handle 0 of 2 is NULL"
named 15 "unsync_wait: the handle is NULL"
named 16 "plain C \(null.uc:[0-9]+\) awaits a handle that is NULL"
expect 0 "" ./null 0
