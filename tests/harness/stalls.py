"""Programs for which the machine stands still: preloaded with stalls/clock.c, whose clock jumps by
20 s, once in a run, at a look that is drawn of those that the run before has made.

Nobody who waits for somebody may give him up because the clock jumped: what a program prints and
how it ends is the same. A program that measures in seconds how long it took itself has no place
here, nor in a test on a machine that others use.

`make stalls` draws for as long as it is told to, see stalls/run. How often a run looks at the clock
is a matter of who ran when, so no seed stands for the same jump on another machine: `make check`
holds only that the clock is what it says it is."""

import os
import struct
import tempfile

from . import process, run, unit
from .process import Failure, OUT, ROOT, must
from .seeds import GCC, built
from .tools import compile_object, scratch

HERE = os.path.join(ROOT, "tests", "stalls")
CLOCK = os.path.join(OUT, "clock.so")
JUMP_MS = 20000
SECONDS = 100        # a program that has not ended by then waits for ever


def cases():
    yield "stalls/clock", check_clock


def prepare():
    """Builds what is preloaded."""
    source = os.path.join(HERE, "clock.c")
    if not os.path.exists(CLOCK) or os.path.getmtime(CLOCK) < os.path.getmtime(source):
        compile_object("gcc", source, os.path.join(OUT, "clock.o"), ["-O2", "-fPIC"])
        must(["gcc", "-shared", "-o", CLOCK, os.path.join(OUT, "clock.o")])


def under_clock(at, check):
    """Calls `check` with what has to stand before a program's name, and gives how many looks there
    were."""
    with tempfile.NamedTemporaryFile(prefix="unsync-stall-") as shared:
        os.ftruncate(shared.fileno(), 16)
        before = ["env", f"LD_PRELOAD={CLOCK}", f"STALL_FILE={shared.name}", f"STALL_AT={at}",
                  f"STALL_MS={JUMP_MS}"]
        check(before)
        return struct.unpack("q", os.pread(shared.fileno(), 8, 0))[0]


def hunted():
    """The cases that are held to it: names, and functions that take what stands before."""
    for name in run.names():
        yield f"run/{name}", lambda before, n=name: check_run(n, before)
    for name, _ in unit.cases():
        stem = name.removeprefix("unit/").removesuffix("[gcc]")
        if name.startswith("unit/lib_") and name.endswith("[gcc]"):
            yield f"unit/{stem}", lambda before, n=stem: unit.check(n, GCC, before, SECONDS)


def check_run(name, before):
    stem = os.path.join(run.HERE, name)
    program = built(name) or run.build(name, GCC, scratch("run", name, GCC.name))
    run.execute(program, stem, GCC, run.environment(stem), before=before, seconds=SECONDS)


def check_clock():
    """The clock jumps at the look that it was told, whichever process has that, for all of them."""
    prepare()
    program = os.path.join(scratch("stalls"), "impatient")
    must(["gcc", "-O1", "-o", program, os.path.join(HERE, "impatient.c")])
    seen = []
    looks = under_clock(0, lambda before: must([*before, program]))
    for at in range(1, looks + 2):
        under_clock(at, lambda before: seen.append(process.run([*before, program]).status))
    # The first look sees the jump as all the others do; after the last there is nobody to see it.
    late = [JUMP_MS // 1000 <= status < 127 for status in seen]
    if late != [False] + [True] * (looks - 1) + [False]:
        raise Failure(f"late by, at each of {looks} looks and after: {seen}")
