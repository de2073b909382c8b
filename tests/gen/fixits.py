"""--json of every refused case is JSON with the same places and messages as the text. And each
alternative of a fix-it, applied to a program of one fault, gives one that is accepted and compiles."""

import json
import os
import re
import subprocess
import sys

UNSYNC, ROOT = sys.argv[1:]
INCLUDE = f"-I{ROOT}/lib/include"
ERR = f"{ROOT}/tests/gen/err"
HEAD = "#include <unsync.h>\n@async int get(int n) { return n; }\n@thread int job(int n) { return n; }\n"
ONE_FAULT = {  # name: (source, how many alternatives)
    "dropped-handle": ("@async int f(int n) { get(n); return 1; }\n", 2),
    "conflicting-marks": ("@async @thread int f(int n) { return n; }\n", 2),
    "unknown-mark": ("@asnyc int f(int n) { return n; }\n", 1),
    "unknown-option": ("@cpu_bound(timeot = 5s) int f(int n) { return n; }\n", 1),
    "await-outside": ("int f(int n)\n{\n    return await get(n);\n}\n", 1),
    "unmarked-twin": ("@async int f(int n);\nint f(int n) { return n; }\n", 1),
    "cannot-cross": ("@cpu_bound int f(@len(n) const int *p, int n);\n"
                     "@cpu_bound int f(const int *p, int n) { return p[n]; }\n", 1),
}


def messages(path, *options):
    """What --json says, and the text; each line of JSON must stand alone."""
    arguments = [*options, "-o", "out.c", path, "--", INCLUDE]
    text = subprocess.run([UNSYNC, *arguments], capture_output=True, check=False).stderr.decode("utf-8", "replace")
    lines = subprocess.run([UNSYNC, "--json", *arguments], capture_output=True,
                           check=False).stderr.decode().splitlines()
    return [json.loads(line) for line in lines], text


def compare(name):
    options = []
    if os.path.exists(f"{ERR}/{name[:-3]}.options"):
        with open(f"{ERR}/{name[:-3]}.options", encoding="utf-8") as file:
            options = file.read().split()
    found, text = messages(f"{ERR}/{name}", *options)
    heads = re.findall(r"^\S+?:(\d+):(\d+): (error|warning): (.*) \[(?:-W)?([a-z-]+)\]$", text, re.M)
    said = [(str(one["line"]), str(one["column"]), one["severity"], one["message"], one["name"])
            for one in found]
    assert said == heads and heads, f"{name}: {said} and {heads}"
    with open(f"{ERR}/{name}", "rb") as file:
        source = file.read()
    for one in found:
        begin = source[:one["offset"]]
        assert one["line"] == begin.count(b"\n") + 1, one
        assert one["column"] == len(begin) - begin.rfind(b"\n"), one
        end = source[:one["offset"] + one["length"]]
        assert (one["end_line"], one["end_column"]) == \
            (end.count(b"\n") + 1, len(end) - end.rfind(b"\n")), one
        assert all(note["message"] and note["line"] for note in one["notes"]), one


def apply(source, edits):
    for edit in reversed(edits):
        begin, end = edit["offset"], edit["offset"] + edit["length"]
        source = source[:begin] + edit["text"] + source[end:]
    return source


def mend(name, body, alternatives):
    source = HEAD + body
    with open("fault.uc", "w", encoding="utf-8") as file:
        file.write(source)
    found, _ = messages("fault.uc")
    assert len(found) == 1 and found[0]["name"] == name, f"{name}: {found}"
    assert len(found[0]["fixits"]) == alternatives, f"{name}: {found}"
    for fix in found[0]["fixits"]:
        assert fix["title"], fix
        with open("mended.uc", "w", encoding="utf-8") as file:
            file.write(apply(source, fix["edits"]))
        subprocess.run([UNSYNC, "mended.uc", "--", INCLUDE], check=True)
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", INCLUDE, "-fsyntax-only", "mended.c"],
                       check=True)


for case in sorted(os.listdir(ERR)):
    if case.endswith((".uc", ".uh")):
        compare(case)
for fault, (text_of_fault, count) in ONE_FAULT.items():
    mend(fault, text_of_fault, count)
with open("odd.uc", "wb") as odd:  # a name that is no UTF-8
    odd.write(b'@async int f\xff(void)\n{\n    f\xff();\n    return 1;\n}\n')
assert "f\ufffd" in messages("odd.uc", "--no-cpp")[0][0]["message"]
