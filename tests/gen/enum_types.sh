# The type that an enum says it has, as clang takes it from C23: its enumerators and members are of it, also in the
# frame; a bit-field without a name is none. Without a preprocessor too, where the type's name is unknown.
. "$ROOT/tests/harness/expect.sh"

cat >fixed.uc <<'EOF'
#include <stdint.h>
#include <stdio.h>
#include <unsync.h>

enum level : unsigned char { LOW, HIGH = 200 };
enum wide : long;
@message struct reading { enum level level; enum : short { OFFSET = 5 } offset; };

@async static int get(int n) { await unsync_yield(); return n + 1; }

@cpu_bound
static int crossed(enum level level, struct reading reading)
{
    return level + reading.level + reading.offset;
}

@async
static int locals(int n)
{
    enum step : unsigned char { NONE, MANY = 250 };
    enum step step = await get(n) > 3 ? MANY : NONE;
    enum : int8_t { BELOW = -3 } below = BELOW;
    struct { enum step first : 3; enum : short { MIDDLE } second; enum step third; enum step : 2; } all =
        {NONE, MIDDLE, MANY};
    typedef enum huge : unsigned long long { HUGE_ONE = 1ull << 40 } huge;
    enum later : short;
    enum later : short { LATER = 7 };
    enum later later = LATER;
    huge big = HUGE_ONE;

    step += await get(4); /* 255, and one more is 0 */
    later += await get(2);
    while (MANY) {
        step += await get(0);
        printf("%d %d %d %d %d\n", step, below, later, all.third, (int) (big >> 38));
        if (await get(n) > 1) return (int) (sizeof step + 10 * sizeof later + 100 * sizeof all.third);
    }
}

/* They are unsigned: 1 - 2 is not below 0. */
@thread
static int compared(int n)
{
    enum : unsigned { ONE = 1 };
    while (ONE - 2 < 0) n++;
    return n;
}

@async
int main(void)
{
    printf("%d\n", await locals(3));
    printf("%d\n", await crossed(HIGH, (struct reading) {HIGH, OFFSET}));
    printf("%d\n", await compared(3));
    return 0;
}
EOF
printf '0 -3 10 250 4\n121\n405\n3\n' >wanted
expect 0 '' env CC=clang "$UNSYNC" -Werror -o fixed.c fixed.uc -- -I"$ROOT/lib/include"
clang -Wall -Wextra -Wshadow -Werror -Wno-fixed-enum-extension -I"$ROOT/lib/include" -o program fixed.c \
    "$ROOT/build/libunsync.a" -luv -lmsgpackc -pthread -lm
./program >seen
same seen wanted
expect 0 '' "$UNSYNC" --no-cpp -o plain.c fixed.uc
