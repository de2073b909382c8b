# A worker program that was built from other sources: what differs in a function's types, also in the
# members of a message, is told; what is the same runs.
. "$ROOT/tests/harness/expect.sh"

cat >both.uc <<'END'
#include <stdio.h>
#include <unsync.h>

@message
struct pair {
    MEMBERS;
};

@message
struct holder {
    struct pair *pair;
};

@cpu_bound
int twice(int n)
{
    return 2 * n;
}

@cpu_bound
int difference(const struct pair *pair)
{
    return pair->a - pair->b;
}

@cpu_bound
int inside(@len(1) const struct holder *holder)
{
    return holder->pair->a - holder->pair->b;
}

@async
int main(int argc, char **argv)
{
    struct pair pair = {.a = 5, .b = 3};
    struct holder holder = {&pair};
    (void) argc;
    if (argv[1] != NULL && unsync_worker_program(argv[1]) != 0) return 2;
    printf("%d\n", await twice(4));
    difference_task task = difference(&pair);
    inside_task inner = inside(&holder);
    if (catch task != 0) printf("%s\n", unsync_failure(task)->message);
    else printf("%d\n", unsync_value(task));
    if (catch inner != 0) printf("%s\n", unsync_code_name(unsync_failure(inner)->code));
    else printf("%d\n", unsync_value(inner));
    return 0;
}
END
for build in 1 2; do
    case $build in 1) members='int a, b' ;; 2) members='int b, a' ;; esac
    sed "s/MEMBERS/$members/" both.uc >build$build.uc
    "$UNSYNC" build$build.uc -- -I"$PREFIX/include"
    gcc -std=gnu11 -g -Wall -Wextra -Werror -I"$PREFIX/include" -o build$build build$build.c \
        "$PREFIX/lib/libunsync.a" -luv -lmsgpackc -pthread
done
timeout 180 ./build1 ./build1 >seen.txt || fail "status $?"
printf '%s\n' 8 2 2 | diff - seen.txt || fail "the same build runs otherwise"
timeout 180 ./build1 ./build2 >seen.txt || fail "status $?"
diff - seen.txt <<'END' || fail "another build is not told apart"
8
the worker's program has no function 'int difference(const struct pair *)' of these types: it was built from other sources
UNSYNC_EPROTO
END
