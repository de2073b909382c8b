"""Where plain programs come from: csmith by a seed, and the files of tests/diff/programs.

A seed decides all of a csmith program: its size, which parts of C it uses, in which lanes it is
marked and where it yields. So one number replays a failure."""

import os
import random
import subprocess
import tempfile
from dataclasses import dataclass, field

from .marking import Options

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
CSMITH_HEADERS = "/usr/include/csmith"
SWITCHES = """argc arrays bitfields comma-operators compound-assignment consts divs embedded-assigns
    pre-incr-operator pre-decr-operator post-incr-operator post-decr-operator unary-plus-operator
    jumps longlong math64 muls packed-struct pointers structs unions volatiles volatile-pointers
    const-pointers global-variables""".split()
EXTRAS = ["float", "inline-function", "builtins"]   # off unless asked for


@dataclass
class Program:
    name: str
    text: str
    flags: list = field(default_factory=list)      # for the compiler, in every build
    options: Options = field(default_factory=Options)
    links: list = field(default_factory=list)      # after the objects
    arguments: list = field(default_factory=list)


class NoProgram(Exception):
    """csmith gave none for this seed."""


def csmith_options(seed):
    """What csmith is asked for by this seed."""
    chance = random.Random(f"csmith {seed}")
    options = ["--seed", str(seed), "--concise",
               "--max-funcs", str(chance.randint(1, 7)),
               "--max-block-depth", str(chance.randint(2, 4)),
               "--max-block-size", str(chance.randint(2, 4)),
               "--max-expr-complexity", str(chance.randint(2, 9)),
               "--max-array-dim", str(chance.randint(1, 3)),
               "--max-array-len-per-dim", str(chance.randint(2, 8)),
               "--max-pointer-depth", str(chance.randint(1, 3))]
    options += [f"--no-{name}" for name in SWITCHES if chance.random() < 0.08]
    options += [f"--{name}" for name in EXTRAS if chance.random() < 0.3]
    if "--builtins" in options:
        options += ["--disable-builtin-kinds", "x86"]   # they want options of the compiler
    return options


def marking_options(seed):
    """How a program is marked by this seed: mostly as issue 3 says, at times otherwise."""
    chance = random.Random(f"mark {seed}")
    mode = chance.choices(["async", "thread", "mixed"], [75, 12, 13])[0]
    return Options(mode, chance.choices([1.0, chance.random()], [80, 20])[0], seed)


def csmith(seed):
    with tempfile.TemporaryDirectory(prefix="unsync-csmith-") as folder:   # it writes a file there
        done = subprocess.run(["csmith", *csmith_options(seed), "-o", "/dev/stdout"], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              check=False, cwd=folder)
    if done.returncode != 0 or "int main" not in done.stdout:
        raise NoProgram(f"csmith --seed {seed}: status {done.returncode}")
    return Program(f"csmith-{seed}", done.stdout, ["-I" + CSMITH_HEADERS],
                   marking_options(seed))


def own():
    """The names of the programs kept here."""
    return sorted(name[:-2] for name in os.listdir(PROGRAMS) if name.endswith(".c"))


def file(path, flags=(), options=None):
    with open(path, encoding="utf-8", errors="surrogateescape",
              newline="") as source:
        return Program(os.path.splitext(os.path.basename(path))[0], source.read(), list(flags),
                       options or Options(), ["-lm"])
