"""Programs of run/ and the examples once more, each time with another request for memory that
fails.

The AddressSanitizer flavour of a program is linked with fault.c, which lets the n-th request of the
runtime fail; with that flavour every frame of a task is a request. First the program runs with none
that fails, which counts them; then once for each number that is looked at: that request fails, or
it and many after it; and in the worker processes of the program, for those that have some, the same.

A program may take such a failure as it likes: it goes on, or it ends with another status and says
on stderr why. A signal, a report of a sanitizer, a hang, a process or file that is left behind is a
failed case, and so is memory that the runtime has lost; what the program itself has not freed on
its way out does not count. A program that goes on with a NULL that it was given may be told so by a
check of the runtime, and aborted. run/X.nofault says why a program cannot be judged so: it waits
for what a task of it would have done.

Of all numbers `make check` looks at one a program; with FAULT_STRIDE=n it is each n-th, and 1 is
all. Of a program with more than FAULT_MOST (300) numbers it is as many as that, evenly: the runs of
one with n requests cost n * n, so those of a great n are for nights."""

import os
import re
import shlex
import signal
import zlib

from . import examples, process, run, text
from .process import Failure, ROOT, tail
from .tools import FLAVOURS, LIBS, SANITIZER_REPORTS, fault_hook, must, scratch

FLAVOUR = next(flavour for flavour in FLAVOURS if flavour.name == "asan")
STRIDE = int(os.environ.get("FAULT_STRIDE", "0"))
MOST = int(os.environ.get("FAULT_MOST", "300"))
WORKER_REQUESTS = 24
SECONDS = 180
WRONG_MOST = 3       # then a program is not run again
ABORTED = 128 + signal.SIGABRT
LEAK = re.compile(rb"^(?:Direct|Indirect) leak of [^\n]*\n((?: +#[^\n]*\n)+)", re.M)
# Whoever calls these has to free what they give.
GIVEN_TO_THE_USER = re.compile(
    rb" in (unsync__(queue|broadcast|reader|promise)_new|unsync_executor_new|unsync__user_alloc) ")


def cases():
    for name in run.names():
        if not os.path.exists(os.path.join(run.HERE, name + ".nofault")):
            yield f"fault/{name}", lambda n=name: check_case(n)
    for name in (one for one in examples.names() if FLAVOUR.name in examples.flavours(one)):
        yield f"fault/example_{name}", lambda n=name: check_example(n)


def check_case(name):
    stem = os.path.join(run.HERE, name)
    program = run.built(name, FLAVOUR)
    env = dict(line.split("=", 1) for line in text.read(stem + ".env", "").splitlines())
    check(name, program, stem, env, os.path.dirname(program))


def check_example(name):
    objects = os.path.join(ROOT, FLAVOUR.build, "obj", "examples", name)
    objects = ([os.path.join(objects, one) for one in sorted(os.listdir(objects))
                if one.endswith(".o")] if os.path.isdir(objects) else [objects + ".o"])
    program = os.path.join(scratch("fault", name), "program")
    must([FLAVOUR.compiler, *FLAVOUR.flags, "-o", program, *objects, fault_hook(),
          FLAVOUR.library, *LIBS, "-lcrypto"])
    check(name, program, os.path.join(examples.HERE, name), {}, examples.HERE)


def check(name, program, stem, env, cwd):
    argv = [program, *shlex.split(text.read(stem + ".args", ""))]
    report = os.path.join(scratch("fault", name), "report")
    env = {**dict(FLAVOUR.env), "LSAN_OPTIONS": "exitcode=0", **env, "FAULT_REPORT": report}
    count, has_workers, usual = count_requests(argv, env, cwd, report)
    wrong = []
    for fault in faults(name, count, has_workers):
        try:
            judge(process.run(argv, cwd=cwd, env={**env, **fault}, seconds=SECONDS), usual)
        except Failure as failure:
            wrong.append(f"{' '.join('='.join(one) for one in fault.items())}: {failure}")
            if len(wrong) == WRONG_MOST:
                break
    if wrong:
        raise Failure("\n".join(wrong))


def count_requests(argv, env, cwd, report):
    """How many requests it makes, whether it has workers, and what it does without a fault."""
    if os.path.exists(report):
        os.unlink(report)
    usual = process.run(argv, cwd=cwd, env={**env, "FAULT_WORKER_AT": "0"})
    lines = [line.split() for line in text.read(report, "").splitlines()]
    counts = [int(number) for role, number in lines if role == "program"]
    # One that ends by a signal reports nothing.
    has_workers = any(role == "started" for role, _ in lines)
    return counts[-1] if counts else WORKER_REQUESTS, has_workers, usual


def faults(name, count, has_workers):
    """The environments of the runs: numbers from 1, singly and from there on."""
    numbers = range(1, count + 1)
    if STRIDE == 0 and count == 0:
        return
    if STRIDE == 0:
        at = zlib.crc32(name.encode()) % count
        yield {"FAULT_AT": str(at + 1) + ("+" if at % 3 == 0 else "")}
        return
    stride = max(STRIDE, count // MOST)
    for number in numbers[::stride]:
        yield {"FAULT_AT": str(number)}
        yield {"FAULT_AT": f"{number}+"}
    for number in range(1, WORKER_REQUESTS + 1, STRIDE) if has_workers else ():
        yield {"FAULT_WORKER_AT": str(number)}
        yield {"FAULT_WORKER_AT": f"{number}+"}


def lost_memory(report):
    """The blocks of the runtime in a report of leaks."""
    return [block for block in LEAK.findall(report)
            if b" lib/base/alloc.c" in block and not GIVEN_TO_THE_USER.search(block)]


def judge(result, usual):
    reports = [one for one in SANITIZER_REPORTS if one in result.err]
    if b"ERROR: LeakSanitizer" in result.err and result.err.count(b"ERROR: ") == 1:
        reports = lost_memory(result.err)
    if reports:
        raise Failure(tail(result.err, 8000))
    if result.status == usual.status:
        return
    if result.status >= 128 and not (result.status == ABORTED and b"unsync: lib/" in result.err):
        raise Failure(f"status {result.status}\n{tail(result.out)}{tail(result.err)}")
    if not result.err:
        raise Failure(f"status {result.status}, and not a word of it\n{tail(result.out)}")
