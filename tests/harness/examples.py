"""The examples print what stands beside them: examples/X.out for examples/X.uc and for the folder
examples/X; arguments and status as in run.py. Built by the Makefile, run in examples/."""

import os

from .process import ROOT
from .run import execute
from .tools import FLAVOURS

HERE = os.path.join(ROOT, "examples")


def names():
    for entry in sorted(os.listdir(HERE)) if os.path.isdir(HERE) else []:
        if entry.endswith(".uc"):
            yield entry[:-3]
        elif os.path.isdir(os.path.join(HERE, entry)):
            yield entry


def cases():
    for name in names():
        for flavour in FLAVOURS:
            if flavour.name != "clang":
                program = os.path.join(ROOT, flavour.build, "examples", name)
                yield (f"examples/{name}[{flavour.name}]",
                       lambda p=program, n=name, f=flavour: execute(p, os.path.join(HERE, n), f,
                                                                    cwd=HERE))
