# --frames and --explain: sizes and places are the compiler's, both compilers'; a large frame draws a warning,
# from the generator when it prints it and from the compiler of the output.
. "$ROOT/tests/harness/expect.sh"

cat >work.uc <<'END'
#include <unsync.h>

@cpu_bound
double half(double x, const char *name)
{
    return name ? x / 2 : x;
}

@async
long work(const char *name, int n)
{
    long sum = n;

    for (int i = 0; i < 3; i++) {
        double halves[2] = {await half(i, name), await half(sum, name)};
        sum += halves[0] < halves[1];
    }
    if (sum > 3) {
        short rest = 7;
        await unsync_sleep(1);
        sum += rest;
    }
    half_task last = half(1, NULL);
    if (catch last == 0) sum += await last > 0;
    return sum;
}
END
cat >frames.want <<'END'
work.uc:3: half: 88 bytes
       0     64  struct unsync__task  what every task has
      64      8  double               the result
      72      8  double x             argument
      80      8  const char *name     argument
work.uc:9: work: 120 bytes
       0     64  struct unsync__task   what every task has
      64      8  long                  the result
      72      8  const char *name      argument, last used on line 15
      80      8  long sum              local of line 12, lives across the await on line 15
      88      4  int n                 argument, last used on line 12
      88      8  half_task last        local of line 23, lives across the await on line 24
      96      4  int i                 local of line 14, lives across the await on line 15
      96      2  short rest            local of line 19, lives across the await on line 20
     104      8  unsync__value_1       part of the expression on line 15
     112      8  unsync_task_of(void)  the task that is awaited
END
cat >table.want <<'END'
line  function  mark        frame  message               awaits
   3  half      @cpu_bound     88  10 + 1 of any length  -
   9  work      @async        120  -                     half, unsync_sleep, last
END
for cc in gcc clang; do
    CC=$cc "$UNSYNC" --frames work.uc -- -I"$ROOT/lib/include" >frames.txt
    CC=$cc "$UNSYNC" --explain work.uc -- -I"$ROOT/lib/include" >table.txt
    same frames.txt frames.want
    same table.txt table.want
done
[ ! -e work.c ] || fail "they write no output"

# A deferred statement's reasons: it uses the local, or the local is there when its block is left.
cat >deferred.uc <<'END'
#include <unsync.h>
void hold(int), drop(int);
@async int deferred(int n)
{
    int held = n;
    for (int turn = 0; turn < n; turn++) {
        hold(held);
        defer drop(held);
        if (turn == 7) unsync_fail(-1, "seven");
    }
    return n;
}
END
"$UNSYNC" --frames deferred.uc -- -I"$ROOT/lib/include" >frames.txt
grep -q ' int held .* local of line 5, a deferred statement uses it$' frames.txt &&
    grep -q ' int turn .* local of line 6, lives across the defer on line 8$' frames.txt ||
    fail "$(cat frames.txt)"

# Without a compiler the members are told, not their sizes.
"$UNSYNC" --no-cpp --frames work.uc >frames.txt
grep -qE '^ +\? +\?  long sum ' frames.txt || fail "$(cat frames.txt)"

cat >large.uc <<'END'
#include <unsync.h>
@async int large(int n) { char text[5000] = {1}; await unsync_yield(); return text[n]; }
@async int inner(int n)
{
    int last = n;
    __typeof__(last) list[2000] = {1};
    await unsync_yield();
    return list[last];
}
END
expect 0 'large\.uc:2:12: warning: each task of .large. takes 5072 bytes \[-Wlarge-frame\]' \
    "$UNSYNC" --frames large.uc -- -I"$ROOT/lib/include"
expect 1 'large\.uc:3:12: error: .*\[-Werror=large-frame\]|\[-Wlarge-frame\]' \
    "$UNSYNC" -Werror --frames large.uc -- -I"$ROOT/lib/include"
# The compiler too warns at the line of the function, once, though the starter is inlined.
cat >>large.uc <<'END'
@async int user(int n) { return await large(n) + await large(n + 1) + await inner(n); }
@async int main(void) { return await large(1) + await user(2) + await large(3); }
END
"$UNSYNC" large.uc -- -I"$ROOT/lib/include"
for cc in gcc clang; do
    for level in -O0 -O2 -O3; do
        $cc $level -Wall -c -isystem "$ROOT/lib/include" -o large.o large.c 2>seen.txt
        grep 'each task takes more than 4 KB' seen.txt | grep -o '^large\.uc:[0-9]*' | sort >lines.txt
        printf 'large.uc:2\nlarge.uc:3\n' | cmp - lines.txt || fail "$cc $level: $(cat seen.txt)"
        $cc $level -Wall -Werror -DUNSYNC_LARGE_FRAME=65536 -c -I"$ROOT/lib/include" -o large.o large.c
    done
done
"$UNSYNC" -Wno-large-frame -o off.c large.uc -- -I"$ROOT/lib/include"
sed 's,^@async int large,// unsync: ignore(large-frame)\n&,
     s,^@async int inner(int n),& /* unsync: ignore(large-frame) */,' large.uc >quiet.uc
"$UNSYNC" quiet.uc -- -I"$ROOT/lib/include"
for file in off.c quiet.c; do
    gcc -O2 -Wall -Werror -c -I"$ROOT/lib/include" -o large.o $file || fail "$file draws a warning"
done

# What two branches of an #if declare is one member.
cat >branches.uc <<'END'
#include <unsync.h>
@async int f(int n)
{
#ifdef A
    int twice = n;
#else
    int twice = 2 * n;
#endif
    await unsync_yield();
    return twice;
}
END
"$UNSYNC" --frames branches.uc -- -I"$ROOT/lib/include" >frames.txt
[ "$(grep -c 'int twice' frames.txt)" = 1 ] || fail "$(cat frames.txt)"
