"""A slice of `make fuzz`, see tests/fuzz.

fuzz/known/NAME   the texts of the tests and what broke the fuzzer once, each run once; of codec
                  good texts
fuzz/changed/NAME texts made of them
fuzz/mutants      mutants of good programs: what is accepted compiles

Nothing here is left to chance or to the clock: a seed and a number of texts, so that the same tree
is held against the same texts on every machine. `make fuzz` takes others each time, and prints its
seed."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "fuzz"))
import fuzzers

from .process import ROOT, must

SEED = 1
TEXTS = {"lexer": 12000, "generator": 1500, "codec": 100000}
MUTANTS = 60


def cases():
    fuzzers.seeds()
    for name in fuzzers.NAMES:
        yield f"fuzz/known/{name}", lambda name=name: known(name)
        yield f"fuzz/changed/{name}", lambda name=name: changed(name)
    yield "fuzz/mutants", mutants


def known(name):
    fuzz(name, "-runs=0")


def changed(name):
    fuzz(name, f"-seed={SEED}", f"-runs={TEXTS[name]}")


def fuzz(name, *options):
    must(fuzzers.fixed_command(name, *options), seconds=600, fixed_addresses=True)


def mutants():
    must([os.path.join(ROOT, "tests", "fuzz", "mutants"), "--seed", str(SEED), "--count",
          str(MUTANTS)], seconds=600)
