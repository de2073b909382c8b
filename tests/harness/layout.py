"""Who may include whom: the arrows of the layout point down, siblings do not meet.

Every `#include "..."` in gen/ and lib/ is resolved to the folder it leads to and held against ALLOWED;
libuv and msgpack have their own rows, for they enter at one floor each. Lines of lib/ keep to their
columns. And each public header stands by itself, in C and C++."""

import os
import re

from .process import Failure, ROOT, must
from .tools import INCLUDE

ALLOWED = {
    "gen/base": {"gen/base", "annotations"},
    "gen/tree": {"gen/tree", "gen/base", "annotations"},
    "gen/front": {"gen/front", "gen/tree", "gen/base"},
    "gen/pass": {"gen/pass", "gen/tree", "gen/base"},
    "gen/emit": {"gen/emit", "gen/tree", "gen/base"},
    "gen": {"gen", "gen/front", "gen/pass", "gen/emit", "gen/tree", "gen/base"},
    "lib/include": {"lib/include"},
    "lib/base": {"lib/base", "lib/include"},
    "lib/core": {"lib/core", "lib/base", "lib/include"},
    "lib/loop": {"lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/thread": {"lib/thread", "lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/wire": {"lib/wire", "lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/worker": {"lib/worker", "lib/wire", "lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/procs": {"lib/procs", "lib/worker", "lib/wire", "lib/loop", "lib/core", "lib/base",
                  "lib/include"},
    "lib/io": {"lib/io", "lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/sync": {"lib/sync", "lib/loop", "lib/core", "lib/base", "lib/include"},
    "lib/comb": {"lib/comb", "lib/loop", "lib/core", "lib/base", "lib/include"},
}
# Headers of libraries, and the only folders that may name them.
FOREIGN = {
    "uv.h": {"lib/loop", "lib/procs"},
    "msgpack.h": {"lib/wire", "lib/worker", "lib/procs"},
}
PUBLIC = {"unsync.h", "unsync_comb.h", "unsync_plain.h", "unsync_sync.h", "unsync_pool.h", "unsync_worker.h",
          "unsync_gen.h", "unsync_gen_await.h", "unsync_gen_block.h", "unsync_gen_remote.h", "unsync_gen_task.h",
          "unsync_gen_yield.h", "unsync_gen_pool.h"}
# What a program with privileges of its own must not listen to comes by the first of them.
READERS = {"lib/base/environment.c", "lib/worker/takeover.c"}
READS = re.compile(r"\bgetenv *\(")
COLUMNS = 100
NAMED = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)


def cases():
    yield "layout/includes", includes
    yield "layout/lines", long_lines
    for name in sorted(PUBLIC):
        yield f"layout/{name}", lambda name=name: stands_alone(name)


def sources():
    for top in ("gen", "lib"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".re", ".def")):
                    yield os.path.relpath(os.path.join(folder, name), ROOT)


def target(path, quoted, name):
    """The folder an include leads to, or None when it leaves the project."""
    if not quoted:
        return "lib/include" if name in PUBLIC else None
    return os.path.dirname(os.path.normpath(os.path.join(os.path.dirname(path), name)))


def violations(path, source):
    """What is wrong with the includes of one file."""
    folder = os.path.dirname(path)
    if folder not in ALLOWED:
        yield f"{path}: the layout has no folder {folder}"
        return
    if path.startswith("lib/") and path not in READERS and READS.search(source):
        yield f"{path}: calls getenv; lib/base/environment.h knows when a variable counts"
    for mark, name in NAMED.findall(source):
        leads_to = target(path, mark == '"', name)
        if leads_to is not None and leads_to not in ALLOWED[folder]:
            yield f'{path}: includes "{name}": {folder} must not know {leads_to}'
        top = name if name in FOREIGN else None
        if top and folder not in FOREIGN[top]:
            yield f"{path}: includes <{name}>, which is for {', '.join(sorted(FOREIGN[top]))}"
        if folder == "gen/pass" and leads_to == folder and not own_header(path, name):
            yield f'{path}: includes "{name}": no pass calls another'


def own_header(path, name):
    """A pass includes its own header, not that of another pass (one that has a .c beside it)."""
    stem = os.path.splitext(name)[0]
    return stem == os.path.splitext(os.path.basename(path))[0] or not os.path.exists(
        os.path.join(ROOT, "gen", "pass", stem + ".c"))


def includes():
    found = []
    for path in sources():
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            found += violations(path, file.read())
    if found:
        raise Failure("\n".join(found))


def long_lines():
    found = []
    for path in sources():
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            found += [f"{path}:{number}: {len(line.rstrip())} columns, {COLUMNS} is the most"
                      for number, line in enumerate(file, 1) if len(line.rstrip()) > COLUMNS]
    if found:
        raise Failure("\n".join(found))


def stands_alone(name):
    for compiler in (["gcc", "-std=gnu11", "-x", "c"], ["clang", "-std=gnu11", "-x", "c"],
                     ["g++", "-std=c++17", "-x", "c++"],
                     ["clang++", "-std=c++17", "-x", "c++"]):
        must([*compiler, "-Wall", "-Wextra", "-Wshadow", "-Werror", INCLUDE, "-fsyntax-only",
              "-include", name, "/dev/null"])
