# defer in the comment spelling: gcc compiles it as it stands, clang without _Defer refuses it; through the
# generator both do, also as a serial program.
. "$ROOT/tests/harness/expect.sh"

cat >plain.uc <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unsync_plain.h>

/*@thread*/
int twice(int n)
{
    await(unsync_sleep(1));
    return 2 * n;
}

/*@async*/
int work(int n)
{
    int x = n;
    char *text = malloc(8);
    defer(free(text));
    defer((void) puts("first"));
    defer({
        await(unsync_sleep(1));
        printf("x is %d\n", x);
    });
    for (int i = 0; i < 3; i++) {
        defer({ if (i != 1) printf("turn %d: %d\n", i, await(twice(i))); });
        if (i == n) break;
    }
    x = 7;
    if (n == 1) return x;
    return await(twice(x));
}

//@async
int main(void)
{
    int one = await(work(1));
    int five = await(work(5));
    printf("%d %d\n", one, five);
    return 0;
}
END
printf '%s\n' 'turn 0: 0' 'x is 7' first 'turn 0: 0' 'turn 2: 4' 'x is 7' first '7 14' >want.txt

gcc -std=c11 -Wall -Wextra -Wshadow -Werror -x c -I"$ROOT/lib/include" -o plain plain.uc
./plain >seen.txt
same seen.txt want.txt
if clang -fdefer-ts -fsyntax-only -x c /dev/null 2>/dev/null; then
    clang -fdefer-ts -x c -I"$ROOT/lib/include" -o plain plain.uc
    ./plain >seen.txt
    same seen.txt want.txt
fi
expect 1 'defer in plain C: compile with gcc' clang -x c -I"$ROOT/lib/include" -o plain plain.uc

for cc in gcc clang; do
    CC=$cc "$UNSYNC" plain.uc -- -I"$ROOT/lib/include"
    $cc -std=gnu11 -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o tasks plain.c \
        "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread
    ./tasks >seen.txt
    same seen.txt want.txt
    CC=$cc "$UNSYNC" --serial plain.uc -- -I"$ROOT/lib/include"
    $cc -std=gnu11 -Wall -Wextra -Wshadow -Werror -I"$ROOT/lib/include" -o serial plain.c
    ./serial >seen.txt
    same seen.txt want.txt
done
