# expect.sh: what the scripts of the tests share; sourced, by bash -eu.

# Ends the test with a message.
fail()
{
    echo "$*" >&2
    exit 1
}

# expect STATUS PATTERN COMMAND...: the command ends with STATUS and prints a line that matches the
# extended regular expression PATTERN ('': any output) on stderr or stdout.
expect()
{
    local status=$1 pattern=$2 seen=0
    shift 2
    "$@" >seen.txt 2>&1 </dev/null || seen=$?
    [ "$seen" = "$status" ] || fail "$*: status $seen instead of $status: $(head -c 2000 seen.txt)"
    [ -z "$pattern" ] || grep -qE -- "$pattern" seen.txt ||
        fail "$*: no line matches '$pattern': $(head -c 2000 seen.txt)"
    rm -f seen.txt
}

# same FILE FILE: equal byte for byte.
same()
{
    cmp "$1" "$2" || fail "$1 and $2 differ"
}
