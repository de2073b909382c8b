"""Plain programs against their marked twins; tests/diff has the tools and says how.

diff/NAME       tests/diff/programs/NAME.c, marked @async throughout, with a yield after each
                statement; once more in mixed lanes with half of the yields
diff/csmith/N   programs of csmith, those of the seeds from N on

`tests/diff/compare --csmith 1 --seed S` replays one. The seeds here are the same in every run: what
decides whether a change may land must say the same of it twice. Seeds that nobody has seen are for
`make diff`, which prints them."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
from diff import corpus, marking, trial

from .process import Failure, ROOT

KEPT = os.path.join(ROOT, "build", "diff")
CONFIGURATIONS = ["gcc-O2", "clang-O0", "asan"]
SEEDS, SLICE = [*range(1, 25), *range(700001, 700019)], 6
SHARE = 0.9


def cases():
    for name in corpus.own():
        yield f"diff/{name}", lambda name=name: own(name)
    for first in SEEDS[::SLICE]:
        yield f"diff/csmith/{first}", lambda first=first: csmith(range(first, first + SLICE))


def own(name):
    path = os.path.join(corpus.PROGRAMS, name + ".c")
    others = marking.Options("mixed", 0.5, len(name))
    try:
        trial.attempt(corpus.file(path), CONFIGURATIONS, KEPT, warnings=True)
        trial.attempt(corpus.file(path, options=others), ["gcc-O0", "serial"], KEPT, warnings=True)
    except (trial.Different, trial.Skipped) as why:
        raise Failure(f"{type(why).__name__}: {why}") from None


def csmith(seeds):
    """Compares these programs; those that prove nothing are passed over."""
    held = marked = total = 0
    for seed in seeds:
        try:
            done = trial.attempt(corpus.csmith(seed), trial.in_turn(seed), KEPT)
            held += 1
            marked, total = marked + len(done.marked.marked), total + done.marked.total
        except (trial.Skipped, corpus.NoProgram, subprocess.TimeoutExpired):
            continue
        except trial.Different as different:
            raise Failure(f"tests/diff/compare --csmith 1 --seed {seed}: {different}") from None
    if marked < SHARE * total:
        raise Failure(f"{marked} of {total} functions could be marked")
    if held < len(seeds) / 2:
        raise Failure(f"only {held} of {len(seeds)} programs could be compared")
