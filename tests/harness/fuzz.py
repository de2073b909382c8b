"""A slice of `make fuzz`, see tests/fuzz.

fuzz/known/NAME   the texts of the tests and what broke the fuzzer once, each run once; of codec
                  good texts
fuzz/fresh/NAME   new ones, for a few seconds
fuzz/mutants      mutants of good programs: what is accepted compiles"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "fuzz"))
import fuzzers

from .process import ROOT, must

SECONDS = {"lexer": 4, "generator": 9, "codec": 4}
MUTANT_SECONDS = 9


def cases():
    fuzzers.seeds()
    for name in fuzzers.NAMES:
        yield f"fuzz/known/{name}", lambda name=name: known(name)
        yield f"fuzz/fresh/{name}", lambda name=name: fuzz(name, SECONDS[name])
    yield "fuzz/mutants", mutants


def known(name):
    fuzz(name, 60, "-runs=0")


def fuzz(name, seconds, *options):
    with tempfile.TemporaryDirectory(prefix="unsync-corpus-") as corpus:
        must(fuzzers.command(name, seconds, corpus, *options), seconds=seconds + 120)


def mutants():
    must([os.path.join(ROOT, "tests", "fuzz", "mutants"), "--seconds", str(MUTANT_SECONDS)],
         seconds=120)
