# What is not annotated passes through unchanged, byte for byte.
. "$ROOT/tests/harness/expect.sh"

unchanged()
{
    "$UNSYNC" --no-cpp -o out.c "$1" || fail "$1: status $?"
    same "$1" out.c
}

: >empty.uc
printf '\n\n' >lines.uc
printf 'int x;' >no-newline.uc
printf 'int a;\r\nint b; /* \r\n */\r\n' >crlf.uc
printf 'char *s = "\xff\xfe \x80";\f\n\v/* \xe4 */\n' >latin.uc
printf 'int sp\\\nlit; // con\\\ntinued @async comment\n' >continued.uc
printf '\xef\xbb\xbfint bom;\n' >bom.uc
printf '#define MARK @async "it'"'"'s"\n#if 0\nit'"'"'s\n#endif\nint i;\n' >directives.uc
cat >words.uc <<'END'
/* await, catch, defer and yield are ordinary names here. */
static int await(int catch) { return catch; }
int defer, yield_from;
int main(void) { int yield = await(3); return yield - 3; }
/* @author somebody, @param x, @return nothing, @asynchronous, async@example.org */
// @async is a mark only directly after the slashes
const char *text = "@async", *other = "/*@async*/";
END
for file in *.uc; do
    unchanged "$file"
done
for file in "$ROOT"/lib/*/*.[ch] "$ROOT"/gen/*/*.[ch]; do
    cp "$file" source.uc
    unchanged source.uc
done

# With the preprocessor too.
cp words.uc asked.uc
"$UNSYNC" -o out.c asked.uc -- -DX=1
same asked.uc out.c

# A line of ten megabytes, in a file without marks and before a mark.
{
    printf 'const char *large = "'
    head -c 10000000 /dev/zero | tr '\0' x
    printf '";\n'
} >large.uc
unchanged large.uc
{
    cat large.uc
    printf '@async int f(void) { return 0; }\n'
} >marked.uc
timeout 180 "$UNSYNC" --no-cpp -o marked.c marked.uc || fail "marked.uc: status $?"
grep -a -m1 '^const char' marked.c | cmp - large.uc || fail "the long line has changed"
