"""The programs of run/ again, with UNSYNC_DEBUG=1: they print the same and end the same; what is said
of them on stderr is more. run/X.traced says why X shows the difference: it is not run here."""

import os

from . import run, text
from .process import Failure, run as start, tail
from .seeds import GCC, built
from .tools import scratch

DEBUG = {"UNSYNC_DEBUG": "1", "UNSYNC_SLOW_MS": "1000000"}


def cases():
    for name in run.names():
        stem = os.path.join(run.HERE, name)
        if not os.path.exists(stem + ".traced") and not name.startswith("debug_"):
            yield f"debug/{name}", lambda n=name, s=stem: check(n, s)


def check(name, stem):
    program = built(name) or run.build(name, GCC, scratch("debug", name))
    result = start([program, *text.read(stem + ".args", "").split()],
                   cwd=os.path.dirname(program),
                   env={**dict(GCC.env), **run.environment(stem), **DEBUG},
                   fixed_addresses=GCC.fixed_addresses)
    if result.status != int(text.read(stem + ".exit", "0")):
        raise Failure(f"status {result.status}\n{tail(result.out)}{tail(result.err)}")
    text.compare("stdout", text.read(stem + ".out"), result.out)
