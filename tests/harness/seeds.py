"""The programs of run/ again, with UNSYNC_SEED: whatever the order of ready tasks and of starts,
they print the same. run/X.order says why what X prints depends on an order that nobody is promised:
such a program is not run here. A program that fails says its seed."""

import os
import re

from . import run
from .tools import FLAVOURS, generator, scratch

GCC = FLAVOURS[0]
SEEDS = range(1, 5)
SAID = re.compile(rb"^unsync: the order of tasks was that of UNSYNC_SEED=\d+\n", re.M)


def cases():
    for name in run.names():
        stem = os.path.join(run.HERE, name)
        if not os.path.exists(stem + ".order"):
            yield f"seeds/{name}", lambda n=name, s=stem: check(n, s)


def built(name):
    """The program that run/ has built, if it is not older than what it was built of."""
    program = os.path.join(scratch("run", name, GCC.name), "program")
    folder, files = run.sources(name)
    parts = [os.path.join(folder, file) for file in files] + [GCC.library, generator()]
    if not os.path.exists(program):
        return None
    is_new = all(os.path.getmtime(part) <= os.path.getmtime(program) for part in parts)
    return program if is_new else None


def check(name, stem):
    flavour = GCC
    program = built(name) or run.build(name, flavour, scratch("seeds", name))
    env = run.environment(stem)
    for seed in SEEDS:
        run.execute(program, stem, flavour, {**env, "UNSYNC_SEED": str(seed)}, unsaid=SAID)
