"""Programs that are generated, compiled and run, in every flavour of tools.FLAVOURS.

run/X.uc    the program; a folder run/X holds one of several files (.uh, .uc, .c)
run/X.out   its stdout; X.stderr its stderr (else: nothing), X.stderr.FLAVOUR where one flavour
            says something else; X.exit its status (else 0); X.args its arguments, X.env its
            environment (NAME=VALUE lines), X.libs more libraries

A report of a sanitizer fails the case, whichever process of the program made it."""

import os
import shlex
import threading

from . import text
from .process import Failure, ROOT, run, tail
from .tools import (FLAVOURS, LIBS, SANITIZER_REPORTS, compile_object, fault_hook, generate, must,
                    scratch)

HERE = os.path.join(ROOT, "tests", "run")
LOCK = threading.Lock()
programs = {}     # that are built, or about to be: (name, flavour) to a lock
finished = set()  # of them, those that are there


def cases():
    for name in names():
        for flavour in FLAVOURS:
            yield f"run/{name}[{flavour.name}]", lambda n=name, f=flavour: check(n, f)


def names():
    found = set()
    for entry in os.listdir(HERE) if os.path.isdir(HERE) else []:
        if entry.endswith(".uc"):
            found.add(entry[:-3])
        elif os.path.isdir(os.path.join(HERE, entry)):
            found.add(entry)
    return sorted(found)


def sources(name):
    """The folder of the program and its files, headers first."""
    folder = os.path.join(HERE, name)
    if not os.path.isdir(folder):
        return HERE, [name + ".uc"]
    files = [one for one in os.listdir(folder) if one.endswith((".uh", ".uc", ".c"))]
    return folder, sorted(files, key=lambda one: (not one.endswith(".uh"), one))


def build(name, flavour, folder):
    """The path of the program."""
    origin, files = sources(name)
    objects = []
    for file in files:
        stem, suffix = os.path.splitext(file)
        source = os.path.join(origin, file)
        if suffix != ".c":
            emitted = os.path.join(folder, stem + (".h" if suffix == ".uh" else ".c"))
            generate(file, emitted, [folder, origin], cwd=origin, compiler=flavour.compiler)
            source = emitted
        if suffix != ".uh":
            objects.append(os.path.join(folder, stem + ".o"))
            compile_object(flavour.compiler, source, objects[-1], ["-g", *flavour.flags],
                           [folder, origin, HERE])
    if flavour.name == "asan":
        objects.append(fault_hook())
    program = os.path.join(folder, "program")
    extra = text.read(os.path.join(HERE, name + ".libs"), "").split()
    must([flavour.compiler, "-g", *flavour.flags, "-o", program, *objects, flavour.library,
          *extra, *LIBS])
    return program


def built(name, flavour):
    """The path of the program, built by the first who asks."""
    folder = scratch("run", name, flavour.name)
    with LOCK:
        lock = programs.setdefault((name, flavour.name), threading.Lock())
    with lock:
        if (name, flavour.name) not in finished:
            build(name, flavour, folder)
            finished.add((name, flavour.name))
    return os.path.join(folder, "program")


def check(name, flavour):
    stem = os.path.join(HERE, name)
    execute(built(name, flavour), stem, flavour, environment(stem))


def environment(stem):
    return dict(line.split("=", 1) for line in text.read(stem + ".env", "").splitlines())


def execute(program, stem, flavour, env=None, cwd=None, unsaid=None, before=(), seconds=180):
    """Runs a program and holds it against the files beside it; what matches `unsaid` may stand in
    its stderr as well. `before` is what starts it, with its arguments."""
    result = run([*before, program, *shlex.split(text.read(stem + ".args", ""))],
                 cwd=cwd or os.path.dirname(program), env={**dict(flavour.env), **(env or {})},
                 seconds=seconds,
                 fixed_addresses=flavour.fixed_addresses)
    if any(report in result.err for report in SANITIZER_REPORTS):
        raise Failure(tail(result.err, 12000))
    status = int(text.read(stem + ".exit", "0"))
    if result.status != status:
        raise Failure(f"status {result.status} instead of {status}\n"
                      f"{tail(result.out)}{tail(result.err)}")
    text.golden("stdout", stem + ".out", result.out)
    err = unsaid.sub(b"", result.err) if unsaid else result.err
    expected = text.read(f"{stem}.stderr.{flavour.name}", text.read(stem + ".stderr", ""))
    text.compare("stderr", expected, err)
