# Diagnostics as a user meets them: options, colour, JSON, fix-its, explanations; and each row of
# annotations/diagnostics.def has a case that shows it.
. "$ROOT/tests/harness/expect.sh"
ERR=$ROOT/tests/gen/err
unset NO_COLOR
run() { "$UNSYNC" "$@" -- -I"$ROOT/lib/include"; }

# ---- every row is listed, explained, and shown by a case ----
"$UNSYNC" --help diagnostics >list.txt
grep -oE '^[a-z-]+' list.txt >names.txt
sed -nE 's/^DIAGNOSTIC\([A-Z_]+, "([a-z-]+)".*/\1/p' "$ROOT/annotations/diagnostics.def" |
    cmp - names.txt || fail "the list is not that of diagnostics.def"
cat "$ERR"/*.err "$ROOT"/tests/gen/ok/*.warn "$ROOT"/tests/gen/*.sh | tr -d '\\' >shown.txt
for name in $(cat names.txt); do
    "$UNSYNC" --help "$name" >explained.txt
    [ "$(wc -l <explained.txt)" -ge 3 ] || fail "$name is not explained"
    [ "$(wc -L <explained.txt)" -le 100 ] || fail "$name is explained in long lines"
    grep -qE "\[(-W)?$name\]" shown.txt || fail "no case shows $name"
done
expect 2 "did you mean 'dropped-handle'" "$UNSYNC" --help droped-handle
expect 2 'diagnostics lists the names' "$UNSYNC" --help nothing-like-it
expect 2 "did you mean '--no-cpp'" "$UNSYNC" --no-cp x.uc
expect 2 "did you mean '--color'" "$UNSYNC" --colr=always x.uc

# ---- those that need no golden file ----
printf '@async int f(void) { return 0; }\nint a\0b;\n' >nul.uc
expect 1 'nul\.uc:2:6: error: a NUL byte in the file \[nul-byte\]' run nul.uc
printf '#include "no-such-header.h"\n@async int f(void) { return 0; }\n' >missing.uc
expect 1 'unsync: error: missing.uc: the preprocessor failed \[preprocessor\]' run missing.uc

# ---- warnings: off, errors, both ----
cat >warn.uc <<'END'
#include <unistd.h>
#include <unsync.h>
static int counter;
@cpu_bound int count(int n) { return counter += n; }
@async int nap(void) { sleep(1); return 0; }
END
expect 0 '\[-Wblocking-call\]' run warn.uc
expect 0 '\[-Wlost-write\]' run -Wno-blocking-call warn.uc
run -Wno-blocking-call -Wno-lost-write warn.uc 2>seen.txt && [ ! -s seen.txt ] || fail "not silent"
run -w -Werror warn.uc 2>seen.txt && [ ! -s seen.txt ] || fail "-w is not silent"
run -Wno-blocking-call -Wblocking-call warn.uc 2>&1 | grep -q blocking-call || fail "not on again"
run -Wno-blocking-call -Wall warn.uc 2>&1 | grep -q blocking-call || fail "-Wall turns none on"
rm -f warn.c
expect 1 'error: .*\[-Werror=blocking-call\]' run -Werror warn.uc
expect 1 'error: .*\[-Werror=blocking-call\]' run -Werror=blocking-call warn.uc
expect 1 'warning: .*\[-Wlost-write\]' run -Werror=blocking-call warn.uc
[ ! -e warn.c ] || fail "-Werror wrote the output"
expect 0 'warning: .*\[-Wlost-write\]' run -Werror -Wno-error=lost-write -Wno-blocking-call warn.uc
expect 0 '\[-Wlost-write\]' run -Werror -Wno-error warn.uc
expect 0 '^unsync: warning: -Wno-bloking-call: .*\[-Wunknown-warning-option\]' \
    run -Wno-bloking-call warn.uc
expect 0 "did you mean '-Wno-blocking-call'" run -Wno-bloking-call warn.uc
expect 0 'this is an error, not a warning' run -Wno-dropped-handle warn.uc
expect 1 'error: .*\[-Werror=unknown-warning-option\]' run -Werror -Wnonsense warn.uc
run -Wno-unknown-warning-option -w -Wnonsense warn.uc 2>seen.txt && [ ! -s seen.txt ] ||
    fail "an unknown name is not to be turned off"

# ---- colour: only where it is wanted; a file is no terminal ----
escape=$(printf '\033')
run warn.uc 2>&1 | grep -q "$escape" && fail "colour in a file"
run --color=always warn.uc 2>&1 | grep -q "$escape" || fail "no colour"
NO_COLOR= run --color=always warn.uc 2>&1 | grep -q "$escape" || fail "no colour"
run --color=always warn.uc 2>&1 | sed "s/$escape\[[0-9;]*m//g" >plain.txt
run --color=never warn.uc 2>uncoloured.txt
same plain.txt uncoloured.txt
if command -v script >terminal.txt; then
    command="$UNSYNC warn.uc -- -I$ROOT/lib/include"
    TERM=xterm script -qec "$command" /dev/null 2>&1 </dev/null | grep -q "$escape" ||
        fail "no colour on a terminal"
    NO_COLOR=1 TERM=xterm script -qec "$command" /dev/null </dev/null | grep -q "$escape" &&
        fail "NO_COLOR is not heard"
    TERM=dumb script -qec "$command" /dev/null </dev/null | grep -q "$escape" &&
        fail "colour on a dumb terminal"
fi

# ---- the same order and bytes each time ----
run "$ERR/dropped_handle.uc" -o x.c 2>first.txt && fail "accepted"
run "$ERR/dropped_handle.uc" -o x.c 2>second.txt && fail "accepted"
same first.txt second.txt

# ---- JSON: every message of the cases, and what the fix-its make of the source ----
python3 "$ROOT/tests/gen/fixits.py" "$UNSYNC" "$ROOT"
