# Attributes in brackets, of C23, on locals that live across an await: both compilers give what they ask for.
. "$ROOT/tests/harness/expect.sh"

cat >brackets.uc <<'EOF'
#include <stdint.h>
#include <stdio.h>
#include <unsync.h>

static int starts_at(const void *p, int alignment)
{
    return (uintptr_t) p % (uintptr_t) alignment == 0;
}

@async
int locals(int n)
{
    [[gnu::aligned(32)]] char first = 1;
    char second [[gnu::aligned(64)]] = 2;
    [[maybe_unused, gnu::unused]] int third = 3;
    [[deprecated("not at all"), __gnu__::__unused__]] int never = 4;
    int lanes [[gnu::vector_size(16)]] = {1, 2, 3, n};
    [[gnu::__aligned__(16)]] char list[3] = {7, 8, 9};
    await unsync_yield();
    printf("%d %d %d\n", starts_at(&first, 32), starts_at(&second, 64), starts_at(list, 16));
    printf("%d %d %d %d\n", first, second, lanes[3], list[2]);
    return third;
}

@async
int main(void)
{
    for (int i = 0; i < 4; i++) printf("%d\n", await locals(i));
    return 0;
}
EOF
for n in 0 1 2 3; do printf '1 1 1\n1 2 %d 9\n3\n' $n; done >wanted
for cc in gcc clang; do
    CC=$cc "$UNSYNC" -o brackets.c brackets.uc -- -std=c2x -I"$ROOT/lib/include"
    $cc -std=gnu2x -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o program brackets.c \
        "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread -lm
    ./program >seen
    same seen wanted
done
