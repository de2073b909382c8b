# What a typedef hides the compilers judge: an error at the line of the parameter, member or result.
. "$ROOT/tests/harness/expect.sh"

cat >hidden.uc <<'END'
#include <unsync.h>
typedef struct secret *secret;
typedef const char *borrowed;
typedef int *numbers[2];
typedef float real;
@cpu_bound int parameter(int n,
                         secret s) { (void) s; return n; }
@cpu_bound secret result(int n) { (void) n; return 0; }
@cpu_bound borrowed constant(int n) { (void) n; return 0; }
@cpu_bound int elements(@len(n) const secret *list,
                        int n) { (void) list; return n; }
@cpu_bound int length(@len(n) const int *list, real n) { (void) list; return (int) n; }
@cpu_bound int written(@out secret *s) { *s = 0; return 1; }
@message struct members {
    int n;
    numbers pointers;
    real r;
    @len(r) int *list;
    @tag(r) union { @when(1) int i; };
};
END
"$UNSYNC" hidden.uc -- -I"$PREFIX/include"
for cc in gcc clang; do
    $cc -std=gnu11 -I"$PREFIX/include" -c -o /dev/null hidden.c >said.txt 2>&1 || :
    ! grep unsync_gen said.txt || fail "$cc speaks of the library's own text"
    sed -n 's/^hidden.uc:\([0-9]*\):.* error: .*[fF]ailed[^"]*"\(.*\)".*/\1 \2/p; s/^hidden.uc:\([0-9]*\):.* error: .* quantity .*/\1 tag/p
                s/^hidden.uc:\([0-9]*\):.* error: .*requires expression of integer type.*/\1 tag/p' said.txt | tr -d '\\' | sort -n >seen.txt
    diff - seen.txt <<'END' || fail "$cc says something else"
7 the type of the parameter 's' does not cross a process boundary: write out the pointer that its typedef hides
8 the type of the result does not cross a process boundary: write out the pointer that its typedef hides
9 the type of the result does not cross a process boundary: write out the pointer that its typedef hides
10 the elements of the parameter 'list' do not cross a process boundary: write out the pointer that its typedef hides
12 the length of the parameter 'list' is no integer
13 the elements of the parameter 's' do not cross a process boundary: write out the pointer that its typedef hides
16 the elements of the member 'pointers' do not cross a process boundary
18 the length of the member 'list' is no integer
19 tag
END
done
