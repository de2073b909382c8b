"""The examples print what stands beside them: examples/X.out for examples/X.uc and for the folder
examples/X; arguments, environment and status as in run.py. Built by the Makefile, run in examples/.
X.flavours names those in which it makes sense: where sanitizers are not what takes the faults."""

import os

from . import text
from .process import ROOT
from .run import environment, execute
from .tools import FLAVOURS

HERE = os.path.join(ROOT, "examples")


def names():
    for entry in sorted(os.listdir(HERE)) if os.path.isdir(HERE) else []:
        if entry.endswith(".uc"):
            yield entry[:-3]
        elif os.path.isdir(os.path.join(HERE, entry)):
            yield entry


def flavours(name):
    return text.read(os.path.join(HERE, name + ".flavours"), "gcc asan tsan").split()


def cases():
    for name in names():
        for flavour in FLAVOURS:
            if flavour.name in flavours(name):
                yield f"examples/{name}[{flavour.name}]", lambda n=name, f=flavour: check(n, f)


def check(name, flavour):
    stem = os.path.join(HERE, name)
    program = os.path.join(ROOT, flavour.build, "examples", name)
    execute(program, stem, flavour, environment(stem), cwd=HERE)
