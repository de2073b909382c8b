"""Builds every flavour, each a case of its own: a compiler's warning or a broken target fails there."""

import os

from .process import OUT, ROOT, must

PREFIX = os.path.join(OUT, "prefix")
TARGETS = [
    ("gcc", ["all", "units"]),
    ("clang", ["all"]),
    ("asan", ["all", "units"]),
    ("tsan", ["lib", "examples", "units"]),
    ("fuzz", ["fuzzers"]),
]


def cases(jobs):
    """In this order, one after the other: the later ones use the generator of the first."""
    # The flags of a `make check` above must not reach the makes below.
    env = {"MAKEFLAGS": "", "MFLAGS": "", "MAKELEVEL": ""}

    def build(arguments):
        must(["make", "-k", "-j", str(jobs), *arguments], cwd=ROOT, seconds=900, env=env)

    for name, targets in TARGETS:
        flavour = [] if name == "gcc" else [f"FLAVOUR={name}"]
        yield f"build {name}", lambda arguments=flavour + targets: build(arguments)
    yield "build install", lambda: build(["install", f"PREFIX={PREFIX}", "DESTDIR="])
