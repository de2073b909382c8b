"""Unit tests by cmocka, built by the Makefile: unit/gen_*.c on the generator, unit/lib_*.c on the
runtime, each in the flavours that make sense for it."""

import os

from .process import Failure, ROOT, run, tail
from .tools import FLAVOURS

HERE = os.path.join(ROOT, "tests", "unit")


def cases():
    for file in sorted(os.listdir(HERE)) if os.path.isdir(HERE) else []:
        name, suffix = os.path.splitext(file)
        if suffix != ".c" or not name.startswith(("gen_", "lib_")):
            continue
        for flavour in FLAVOURS:
            if flavour.name == "clang" or (flavour.name == "tsan" and name.startswith("gen_")):
                continue
            yield f"unit/{name}[{flavour.name}]", lambda n=name, f=flavour: check(n, f)


def check(name, flavour, before=(), seconds=180):
    result = run([*before, os.path.join(ROOT, flavour.build, "tests", "unit", name)],
                 env=dict(flavour.env), seconds=seconds, fixed_addresses=flavour.fixed_addresses)
    if result.status != 0:
        raise Failure(f"status {result.status}\n{tail(result.out)}{tail(result.err, 8000)}")
