"""Scenarios that need a shell: build/*.sh on whole builds, gen/*.sh on the command line.

A script runs in an empty folder of its own and passes with status 0. It finds ROOT (the tree), PREFIX
(an installation of this build), UNSYNC (the generator) and, to source, ROOT/tests/harness/expect.sh."""

import os
import shutil

from . import builds
from .process import Failure, ROOT, run, tail
from .tools import generator, scratch


def cases():
    for kind in ("build", "gen"):
        folder = os.path.join(ROOT, "tests", kind)
        for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if file.endswith(".sh"):
                yield f"{kind}/{file[:-3]}", lambda k=kind, f=file: check(k, f)


def check(kind, file):
    folder = scratch(kind, "scripts", file)
    shutil.rmtree(folder)
    os.makedirs(folder)
    script = os.path.join(ROOT, "tests", kind, file)
    result = run(["bash", "-eu", script], cwd=folder, seconds=600, env={
        "ROOT": ROOT, "PREFIX": builds.PREFIX, "UNSYNC": generator(),
        "PKG_CONFIG_PATH": os.path.join(builds.PREFIX, "lib", "pkgconfig"),
        "LC_ALL": "C", "MAKEFLAGS": "", "MAKELEVEL": ""})
    if result.status != 0:
        raise Failure(f"status {result.status}\n{tail(result.out)}{tail(result.err)}")
