"""Programs of tests/run as plain sequential C, by `unsync --serial`, without libunsync: where nothing
depends on who runs first or beside whom, they say the same. Under ASan and UBSan.

The user's text stands in plain functions there, where the compiler may warn of it; that what is emitted
draws no warning is held by gen/ok/serial."""

import fnmatch
import os

from . import run as concurrent
from .process import must
from .tools import FLAVOURS, INCLUDE, generator, scratch

SAME = ["async_*", "catch_*", "defer_failures", "defer_lanes", "defer_ways", "dropped_values",
        "defer_generators", "failure_*", "foreign*", "generator_*", "handles_*", "headers", "in_all_lanes", "lines", "plain_main",
        "spellings", "stream_values", "task_children_joined"]
# They cancel what else would never end, say in which order arguments are evaluated or tasks end, run
# short of memory, hold the words of misuse, or use queues and locks.
OTHER = ["async_leaving", "async_directives_inside", "async_brackets", "catch_takes_note",
         "generator_async", "generator_each", "generator_each_await", "generator_left_open",
         "generator_memory", "generator_misuse"]
FLAVOUR = next(one for one in FLAVOURS if one.name == "asan")


def cases():
    for name in concurrent.names():
        if any(fnmatch.fnmatch(name, one) for one in SAME) and name not in OTHER:
            yield f"serial/{name}", lambda name=name: check(name)


def check(name):
    folder = scratch("serial", name)
    origin, files = concurrent.sources(name)
    include = [INCLUDE, "-I" + folder, "-I" + origin, "-I" + concurrent.HERE]
    sources = []
    for file in files:
        stem, suffix = os.path.splitext(file)
        emitted = os.path.join(folder, stem + (".h" if suffix == ".uh" else ".c"))
        if suffix == ".c":
            emitted = os.path.join(origin, file)
        else:
            must([generator(), "--serial", "-w", "-o", emitted, file, "--", *include], cwd=origin)
        if suffix != ".uh":
            sources.append(emitted)
    program = os.path.join(folder, "program")
    must([FLAVOUR.compiler, "-std=gnu11", "-w", "-g", *FLAVOUR.flags, *include, "-o", program, *sources])
    concurrent.execute(program, os.path.join(concurrent.HERE, name), FLAVOUR)
