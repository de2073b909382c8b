# A recorded crash stops in a debugger where it happens: in the program that was started, no other process,
# with the arguments of that call; a breakpoint in the body is one, too.
. "$ROOT/tests/harness/expect.sh"

cat >program.uc <<'END'
#include <stdio.h>
#include <string.h>
#include <unsync.h>

@message
struct tree {
    char *name;
    int count;
    @len(count) struct tree *trees;
};

static int depth_of(const struct tree *tree)
{
    int most = 0;
    for (int i = 0; i < tree->count; i++) {
        int depth = depth_of(&tree->trees[i]);
        if (depth > most) most = depth;
    }
    if (strcmp(tree->name, "rotten") == 0) *(volatile int *) 64 = 0;
    return most + 1;
}

@cpu_bound
int depth(const struct tree *tree)
{
    return depth_of(tree);
}

@async
int main(void)
{
    struct tree trees[2] = {{"good", 0, NULL}, {"rotten", 0, NULL}}, root = {"root", 2, trees};
    puts(unsync_code_name(catch depth(&root)));
    return 0;
}
END
"$UNSYNC" program.uc -- -I"$PREFIX/include"
gcc -O0 -g -Wall -Wextra -Werror -I"$PREFIX/include" -o program program.c "$PREFIX/lib/libunsync.a" \
    -luv -lmsgpackc -pthread
UNSYNC_RECORD=kept expect 0 'UNSYNC_ECRASHED' ./program
call=$(echo "$PWD"/kept/depth-*.call)

UNSYNC_REPLAY=$call timeout 120 gdb -q -nx -batch -ex run -ex backtrace -ex 'print tree->name' \
    -ex 'up' -ex 'print tree->count' ./program >seen.txt 2>&1 </dev/null || fail "$(cat seen.txt)"
for part in 'replays int depth\(const struct tree \*\)' 'SIGSEGV' '#0 .*depth_of \(tree=.*program.uc:19' \
    '#2 .*depth_body \(tree=.*program.uc:26' '\$1 = .* "rotten"' '\$2 = 2'; do
    grep -qE -- "$part" seen.txt || fail "no '$part': $(cat seen.txt)"
done

UNSYNC_REPLAY=$call timeout 120 gdb -q -nx -batch -ex 'break depth_of if tree->count == 2' -ex run \
    -ex 'print tree->trees[1].name' ./program >seen.txt 2>&1 </dev/null || fail "$(cat seen.txt)"
grep -qE '\$1 = .* "rotten"' seen.txt || fail "$(cat seen.txt)"
