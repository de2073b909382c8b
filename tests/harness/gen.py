"""What the generator makes of a file.

gen/ok/X.uc, X.uh   accepted; stderr is X.warn, or nothing. The output compiles without a warning by gcc
                    and clang, a header as C++17 too. X.want.c: exactly this output.
gen/err/X.uc, X.uh  refused with exactly X.err on stderr and status 1, nothing left in the folder of the
                    output.
X.options           more options of the generator, in one line.

Each is done by the plain generator and by the one under ASan and UBSan, with the same outcome."""

import os
import re
import shutil

from . import text
from .process import Failure, ROOT, run, tail
from .tools import INCLUDE, compile_object, generator, must, scratch

OK = os.path.join(ROOT, "tests", "gen", "ok")
ERR = os.path.join(ROOT, "tests", "gen", "err")
BUILDS = ("build", "build/asan")


def cases():
    for name in sources(OK):
        yield f"gen/ok/{name}", lambda name=name: accepted(name)
    for name in sources(ERR):
        yield f"gen/err/{name}", lambda name=name: refused(name)


def sources(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith((".uc", ".uh"))) \
        if os.path.isdir(folder) else []


def translate(folder, name, output, build):
    """Runs the generator where the source stands, so that diagnostics name it without a folder."""
    stem = os.path.join(folder, os.path.splitext(name)[0])
    options = text.read(stem + ".options", "").split()
    return run([generator(build), *options, "-o", output, name, "--", INCLUDE,
                "-I" + os.path.dirname(output)], cwd=folder)


def emitted_name(name):
    return name[:-3] + (".h" if name.endswith(".uh") else ".c")


def included(folder, name):
    """The annotated headers of the same folder that a source includes, the innermost first."""
    found = []
    for stem in re.findall(r'^\s*#\s*include\s*"([^"]+)\.h"', text.read(f"{folder}/{name}"), re.M):
        if os.path.exists(f"{folder}/{stem}.uh"):
            found += [one for one in included(folder, stem + ".uh") + [stem + ".uh"]
                      if one not in found]
    return found


def accepted(name):
    warnings = os.path.join(OK, name[:-3] + ".warn")
    seen = []
    for build in BUILDS:
        folder = scratch("gen", "ok", name, build.replace("/", "-"))
        for one in included(OK, name) + [name]:
            output = os.path.join(folder, emitted_name(one))
            result = translate(OK, one, output, build)
            if result.status != 0:
                raise Failure(f"{one}: status {result.status}\n{tail(result.err)}")
        if os.path.exists(warnings):
            text.golden("stderr", warnings, result.err)
        else:
            text.compare("stderr", "", result.err)
        seen.append(text.read(output))
    if len(set(seen)) != 1:
        raise Failure("the generator under ASan gives another output")
    want = os.path.join(OK, name[:-3] + ".want" + emitted_name(name)[-2:])
    if os.path.exists(want):
        text.golden("output", want, seen[0].encode())
    compiles(folder, output)


def compiles(folder, output):
    if output.endswith(".h"):
        must(["g++", "-std=c++17", "-Wall", "-Wextra", "-Wshadow", "-Werror", INCLUDE, "-I" + folder,
              "-fsyntax-only", "-x", "c++", "-include", output, "/dev/null"])
        unit = output[:-2] + ".header.c"
        with open(unit, "w", encoding="utf-8") as file:
            file.write(f'#include "{os.path.basename(output)}"\nextern int unused;\n')
        output = unit
    for compiler in ("gcc", "clang"):
        compile_object(compiler, output, f"{output}.{compiler}.o", ["-O2"], [folder, OK])


def refused(name):
    for build in BUILDS:
        folder = scratch("gen", "err", name, build.replace("/", "-"))
        shutil.rmtree(folder)
        os.makedirs(folder)
        result = translate(ERR, name, os.path.join(folder, emitted_name(name)), build)
        if result.status != 1:
            raise Failure(f"status {result.status} instead of 1\n{tail(result.err)}")
        text.golden("stderr", os.path.join(ERR, name[:-3] + ".err"), result.err)
        if os.listdir(folder):
            raise Failure(f"left behind: {os.listdir(folder)}")
