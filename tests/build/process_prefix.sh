# UNSYNC_PREFIX=1: whose lines they are, for whole lines, parts of lines and what many print at once.
. "$ROOT/tests/harness/expect.sh"

cat >speak.uc <<'EOF'
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

@cpu_bound
int speak(const char *text)
{
    printf("out %s\npart ", text);
    fprintf(stderr, "err %s\n", text);
    puts("and rest");
    return printf("no end");
}

@cpu_bound
int many(int number)
{
    for (int i = 0; i < 200; i++) fprintf(stderr, "line %d\n", number);
    return number;
}

@async
int main(void)
{
    await speak("one");
    await speak("two");
    many_task tasks[4];
    for (int i = 0; i < 4; i++) tasks[i] = many(i);
    for (int i = 0; i < 4; i++) await tasks[i];
    return 0;
}
EOF
"$UNSYNC" speak.uc -- -I"$PREFIX/include"
gcc -O1 -Wall -Wextra -Werror -I"$PREFIX/include" -o speak speak.c "$PREFIX/lib/libunsync.a" \
    -luv -lmsgpackc -pthread

UNSYNC_WORKERS=1 UNSYNC_PREFIX=1 timeout 180 ./speak >out.txt 2>err.txt || fail "status $?"
sed -E 's/ [0-9]+\] /] /g' out.txt >seen.txt
for text in one two; do
    printf '[speak] %s\n' "out $text" 'part and rest' 'no end'
done >expected.txt
diff expected.txt seen.txt || fail "standard output"
grep -E '^\[speak [0-9]+\] err (one|two)$' err.txt | wc -l | grep -qx 2 || fail "standard error"
grep -cE '^\[many [0-9]+\] line [0-3]$' err.txt | grep -qx 800 || fail "lines are mixed"

UNSYNC_WORKERS=2 UNSYNC_PREFIX=1 timeout 180 ./speak >out.txt 2>err.txt || fail "status $?"
grep -cE '^\[many [0-9]+\] line [0-3]$' err.txt | grep -qx 800 || fail "lines of two workers are mixed"

timeout 180 ./speak >out.txt 2>err.txt || fail "status $?"
grep -q '\[' out.txt err.txt && fail "a prefix that nobody asked for"
exit 0
