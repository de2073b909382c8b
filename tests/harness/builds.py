"""Builds every flavour, each a case of its own: a compiler's warning or a broken target fails there.

If some cases were chosen, only what those use."""

import os

from .process import OUT, ROOT, must

PREFIX = os.path.join(OUT, "prefix")
TARGETS = {
    "gcc": ["all", "units"],
    "clang": ["all"],
    "asan": ["all", "units"],
    "tsan": ["lib", "examples", "units"],
    "fuzz": ["fuzzers"],
    "install": [],
}
ANYTHING = {(name, target) for name, targets in TARGETS.items() for target in targets or [""]}
# What the cases of a suite use, but for those whose names end in a [flavour] ...
GENERATOR, LIBRARY = ("gcc", "gen"), ("gcc", "lib")
USES = {
    "layout": set(),
    "gen": {("install", "")},
    "gen/ok": {GENERATOR, ("asan", "gen")},
    "gen/err": {GENERATOR, ("asan", "gen")},
    "serial": {GENERATOR},
    "stalls": set(),
    "seeds": {GENERATOR, LIBRARY},
    "debug": {GENERATOR, LIBRARY},
    "diff": {GENERATOR, LIBRARY, ("asan", "lib")},
    "fault": {GENERATOR, ("asan", "lib"), ("asan", "examples")},
    "fuzz": {GENERATOR, ("fuzz", "fuzzers")},
    "docs": {("install", "")},
}
# ... which use this of it.
FLAVOURED = {"unit": ["units"], "run": ["lib"], "stress": ["lib"], "examples": ["examples"]}


def uses(name):
    """What a case needs to be built: (a name of TARGETS, a target)."""
    folder, leaf = name.rsplit("/", 1)
    if folder in FLAVOURED:
        flavour = leaf[leaf.rindex("[") + 1:-1]
        library = "gcc" if flavour == "clang" else flavour  # where its programs have it from
        return {GENERATOR, *((library, target) for target in FLAVOURED[folder])}
    return USES.get(folder, USES.get(folder.split("/")[0], ANYTHING))


def cases(jobs, chosen):
    """In the order of TARGETS, one after the other: the later ones use the generator of the first.
    Everything is built, or what the chosen cases use."""
    # The flags of a `make check` above must not reach the makes below.
    env = {"MAKEFLAGS": "", "MFLAGS": "", "MAKELEVEL": ""}
    needed = ANYTHING if not chosen else set().union(*map(uses, chosen))

    def build(arguments):
        must(["make", "-k", "-j", str(jobs), *arguments], cwd=ROOT, seconds=900, env=env)

    for name in TARGETS:
        targets = sorted(target for flavour, target in needed if flavour == name)
        arguments = ["install", f"PREFIX={PREFIX}", "DESTDIR="] if name == "install" else \
            [f"FLAVOUR={'' if name == 'gcc' else name}", *targets]
        if targets:
            yield f"build {name}", lambda arguments=arguments: build(arguments)
