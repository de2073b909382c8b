# Input that is no file, or no C: a clear message, status 1, no output.
. "$ROOT/tests/harness/expect.sh"

# ends STATUS PATTERN ARGUMENT...: the status, the message, nothing written.
ends()
{
    local status=$1 pattern=$2 before
    shift 2
    before=$(ls -A)
    expect "$status" "$pattern" "$UNSYNC" "$@"
    [ "$(ls -A)" = "$before" ] || fail "$* leaves something: $(ls -A)"
}
misused() { ends 2 "$@"; }
refuses() { ends 1 "$@"; }

misused 'no input file' -o out.c
misused 'unknown option --bogus' --bogus plain.txt
misused '-o needs a file' good.uc -o
misused '-MF needs a file' good.uc -MF
misused 'more than one' good.uc other.uc
echo 'int x;' >plain.txt
misused 'plain\.txt.*-o' plain.txt
misused 'plain\.txt would be overwritten' -o plain.txt plain.txt

refuses 'no-such\.uc: .*No such file' no-such.uc
mkdir folder.uc
refuses 'folder\.uc: .*[Dd]irectory' folder.uc
echo '@async int f(void) { return 0; }' >good.uc
refuses 'no-folder/out\.c: .*No such file' -o no-folder/out.c good.uc
refuses 'folder\.uc' -o folder.uc good.uc

printf '@async int f(void) { return 0; }\nint a\0b;\n' >nul.uc
refuses 'nul\.uc:2:6: error: .*NUL' --no-cpp nul.uc
printf 'int a;\n@async int f(void) { return 0; /* open\n}\n' >comment.uc
refuses 'comment\.uc:2:[0-9]+: error: .*comment' --no-cpp comment.uc
printf '@async int f(void)\n{\n    puts("open);\n    return 0;\n}\n' >string.uc
refuses 'string\.uc:3:[0-9]+: error: .*string' --no-cpp string.uc
printf "@async int f(void)\n{\n    putchar('x);\n    return 0;\n}\n" >character.uc
refuses 'character\.uc:3:[0-9]+: error: .*character' --no-cpp character.uc
printf '@async int f(void)\n{\n    if (1) {\n    return 0;\n}\n' >brace.uc
refuses 'brace\.uc:[0-9]+:[0-9]+: error: ' --no-cpp brace.uc
printf '@async int f(void)\n{\n    return (1;\n}\n' >paren.uc
refuses 'paren\.uc:3:[0-9]+: error: ' --no-cpp paren.uc
printf '@async' >mark.uc
refuses 'mark\.uc:1:[0-9]+: error: ' --no-cpp mark.uc
printf '@' >at.uc
refuses 'at\.uc:1:1: error: ' --no-cpp at.uc
printf '@async int f(void) { return 0; }\n#include "no-such-header.h"\n' >include.uc
refuses 'no-such-header\.h' include.uc

# A place that the file does not have: the nearest.
echo '@thread int g(int n);' >marked.h
printf '#line 900 "other.uc"\n#include "marked.h"\n@async int f(void) { return 0; }\n' >line.uc
refuses 'marked\.h:1 has the mark' line.uc
refuses 'marked\.h:1 has the mark' good.uc -- -include marked.h
