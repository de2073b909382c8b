"""Plain programs against their marked twins; tests/diff has the tools and says how.

diff/NAME       tests/diff/programs/NAME.c, marked @async throughout, with a yield after each
                statement; once more in mixed lanes with half of the yields
diff/csmith/N   programs of csmith with fixed seeds, those from N on
diff/fresh/N    the same with seeds that nobody has seen

`tests/diff/compare --csmith 1 --seed S` replays one."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
from diff import corpus, marking, trial

from .process import Failure, ROOT

KEPT = os.path.join(ROOT, "build", "diff")
CONFIGURATIONS = ["gcc-O2", "clang-O0", "asan"]
FIXED, SLICE = range(1, 25), 6
FRESH_SECONDS = 8
SHARE = 0.9


def cases():
    for name in corpus.own():
        yield f"diff/{name}", lambda name=name: own(name)
    for first in FIXED[::SLICE]:
        yield f"diff/csmith/{first}", lambda first=first: fixed(range(first, first + SLICE))
    for begin in range(2):
        seed = int.from_bytes(os.urandom(3), "big")
        yield f"diff/fresh/{begin}", lambda seed=seed: fresh(seed)


def own(name):
    path = os.path.join(corpus.PROGRAMS, name + ".c")
    others = marking.Options("mixed", 0.5, len(name))
    try:
        trial.attempt(corpus.file(path), CONFIGURATIONS, KEPT, warnings=True)
        trial.attempt(corpus.file(path, options=others), ["gcc-O0", "serial"], KEPT, warnings=True)
    except (trial.Different, trial.Skipped) as why:
        raise Failure(f"{type(why).__name__}: {why}") from None


def fixed(seeds):
    held = csmith(seeds)
    if held < len(seeds) / 2:
        raise Failure(f"only {held} of {len(seeds)} programs could be compared")


def csmith(seeds):
    """Compares these programs; how many were, for those that prove nothing are passed over."""
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
    return held


def fresh(seed):
    begin, held, first = time.monotonic(), 0, seed
    while held == 0 or time.monotonic() - begin < FRESH_SECONDS:
        held += csmith([seed])
        seed += 1
    print(f"csmith, seeds {first} to {seed - 1}: {held} programs the same", flush=True)
