"""Prints what a macro of the user would break in our headers: a word in their text that
unsync_guard.h does not put aside, a word in the text of a macro of ours (which is expanded where the
user's are in force), a list that is not the other's, a header that includes the one and not the
other."""

import glob
import os
import re
import sys

FOLDER = os.path.join(os.environ["ROOT"], "lib", "include")
KEYWORDS = set("""_Alignof _Bool _Generic _Pragma _Static_assert alignas alignof auto bool break case
char class const continue decltype default do double else enum extern false float for goto if inline
int long nullptr reinterpret_cast return short signed sizeof static static_assert static_cast struct
switch template true typedef typename union unsigned void volatile while""".split())
STANDARD = set("""NULL UINT16_MAX int64_t intptr_t ptrdiff_t size_t uint16_t uint32_t uint64_t uint8_t
uintptr_t uv_loop_s""".split())
GLUED = {"_close", "_generator", "_next", "await"}   # behind a ##; the word of the language
CXX = {"unsync_promise_new": {"size", "align"}}    # members of a class, in C++ alone
WORD = re.compile(r"\b[A-Za-z_]\w*\b")


def is_ours(word):
    return word.lower().startswith(("unsync", "u_", "__", "_io")) \
        or word in KEYWORDS | STANDARD | GLUED


def stripped(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\])*"', " ", text).replace("\\\n", " ")


def words_of(path):
    """Pairs (word, macro): those of the text have no macro."""
    for line in stripped(path).split("\n"):
        macro = re.match(r"\s*#\s*define\s+(\w+)(?:\(([^)]*)\))?(.*)", line)
        if macro:
            mine = set(WORD.findall(macro[2] or "")) | CXX.get(macro[1], set())
            yield from ((word, macro[1]) for word in WORD.findall(macro[3]) if word not in mine)
        elif not re.match(r"\s*#", line):
            yield from ((word, None) for word in WORD.findall(line))


def listed(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return re.findall(r'_macro\("(\w+)"\)', file.read())


def main():
    aside = listed("unsync_guard.h")
    if aside != listed("unsync_unguard.h"):
        print("unsync_guard.h and unsync_unguard.h have different lists")
    for path in sorted(glob.glob(os.path.join(FOLDER, "unsync*.h"))):
        name = os.path.basename(path)
        if name in ("unsync_guard.h", "unsync_unguard.h", "unsync_plain.h", "unsync_serial.h",
                    "unsync_serial_ready.h", "unsync_serial_yield.h"):
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if text.count("<unsync_guard.h>") != text.count("<unsync_unguard.h>"):
            print(f"{name}: unsync_guard.h without unsync_unguard.h")
        for word, macro in sorted(set(words_of(path)), key=str):
            if not is_ours(word) and (macro or word not in aside):
                print(f"{name}: '{word}' in {macro}: write it with unsync__ or __" if macro else
                      f"{name}: '{word}' is not in unsync_guard.h and unsync_unguard.h")


sys.dont_write_bytecode = True
main()
