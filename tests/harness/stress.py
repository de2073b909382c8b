"""Programs of stress/, each run with many seeds, under ThreadSanitizer and AddressSanitizer: they do
random things in a random order and check what must hold whatever happens. A program ends with
status 0, or says what did not hold.

STRESS_SEEDS says how many seeds, STRESS_FROM which is the first. Here they are always the same;
`make stress` takes 1000 that are new in each run. The even ones run with the virtual clock, one in
four with UNSYNC_DEBUG=1."""

import os

from .process import Failure, ROOT, run, tail
from .tools import (FLAVOURS, LIBS, SANITIZER_REPORTS, compile_object, generate, must, scratch)

HERE = os.path.join(ROOT, "tests", "stress")
SEEDS = int(os.environ.get("STRESS_SEEDS", "12"))
FIRST = int(os.environ.get("STRESS_FROM", "1"))


def cases():
    for file in sorted(os.listdir(HERE)):
        name, suffix = os.path.splitext(file)
        for flavour in FLAVOURS:
            if suffix == ".uc" and flavour.name in ("tsan", "asan"):
                yield f"stress/{name}[{flavour.name}]", lambda n=name, f=flavour: check(n, f)


def build(name, flavour):
    folder = scratch("stress", name, flavour.name)
    emitted, code = (os.path.join(folder, name + suffix) for suffix in (".c", ".o"))
    program = os.path.join(folder, "program")
    generate(name + ".uc", emitted, [HERE], cwd=HERE, compiler=flavour.compiler)
    compile_object(flavour.compiler, emitted, code, ["-g", *flavour.flags], [HERE])
    must([flavour.compiler, "-g", *flavour.flags, "-o", program, code, flavour.library, *LIBS])
    return program


def check(name, flavour):
    program = build(name, flavour)
    for seed in range(FIRST, FIRST + SEEDS):
        setting = {"UNSYNC_SEED": str(seed), "UNSYNC_CLOCK": "real" if seed % 2 else "virtual"}
        if seed % 4 == 3:
            setting["UNSYNC_DEBUG"] = "1"
        said = " ".join(f"{key}={value}" for key, value in setting.items())
        try:
            result = run([program], env={**dict(flavour.env), **setting},
                         fixed_addresses=flavour.fixed_addresses)
        except Failure as failure:
            raise Failure(f"{said} {failure}") from None
        if result.status != 0 or any(report in result.err for report in SANITIZER_REPORTS):
            raise Failure(f"{said} {program}: status {result.status}\n{tail(result.err, 12000)}")
