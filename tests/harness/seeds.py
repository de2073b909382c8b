"""The programs of run/ again, with UNSYNC_SEED: whatever the order of ready tasks and of starts, they print
the same. run/X.order says, in a line of text, why the order of X is one that is promised to nobody
but to be seen: such a program is not run here. A program that fails says its seed."""

import os
import re

from . import run
from .tools import FLAVOURS, scratch

SEEDS = range(1, 5)
SAID = re.compile(rb"^unsync: the order of tasks was that of UNSYNC_SEED=\d+\n", re.M)


def cases():
    for name in run.names():
        stem = os.path.join(run.HERE, name)
        if not os.path.exists(stem + ".order"):
            yield f"seeds/{name}", lambda n=name, s=stem: check(n, s)


def check(name, stem):
    flavour = FLAVOURS[0]
    program = run.build(name, flavour, scratch("seeds", name))
    env = run.environment(stem)
    for seed in SEEDS:
        run.execute(program, stem, flavour, {**env, "UNSYNC_SEED": str(seed)}, unsaid=SAID)
