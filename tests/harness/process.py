"""Runs a program of a test so that nothing of it is left: see bounded.c.

A program that does not end in time, leaves a process behind, or leaves a file of this project's in
/dev/shm is a failure whatever its status is. What others put there meanwhile is theirs."""

import os
import subprocess
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "build", "tests")
BOUNDED = os.path.join(OUT, "bounded")
SHARED_MEMORY = "/dev/shm"
OURS = ("unsync", "sem.unsync")  # how the names of all that the library makes begin


class Failure(Exception):
    """A test that did not hold; the text says what was seen."""


@dataclass
class Result:
    status: int
    out: bytes
    err: bytes


def prepare():
    """Builds the helper that bounds the programs."""
    os.makedirs(OUT, exist_ok=True)
    source = os.path.join(ROOT, "tests", "harness", "bounded.c")
    if not os.path.exists(BOUNDED) or os.path.getmtime(BOUNDED) < os.path.getmtime(source):
        subprocess.run(["cc", "-O2", "-o", BOUNDED, source], check=True)


def shared_memory():
    names = os.listdir(SHARED_MEMORY) if os.path.isdir(SHARED_MEMORY) else []
    return {name for name in names if name.startswith(OURS)}


def run(argv, cwd=ROOT, seconds=180, env=None, stdin=b"", fixed_addresses=False):
    """The result of a program that ended by itself and left nothing."""
    before = shared_memory()
    report_read, report_write = os.pipe()
    command = [BOUNDED, str(report_write), str(seconds)] + (["-n"] if fixed_addresses else [])
    try:
        child = subprocess.Popen(
            command + list(argv), cwd=cwd, env={**os.environ, **(env or {})},
            pass_fds=[report_write],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    finally:
        os.close(report_write)
    out, err = child.communicate(stdin)
    with os.fdopen(report_read) as pipe:
        report = pipe.read()
    left = shared_memory() - before
    if report:
        raise Failure(f"{' '.join(argv)}: {report.strip()}\n{tail(out)}{tail(err)}")
    if left:
        raise Failure(f"{' '.join(argv)}: left in {SHARED_MEMORY}: {' '.join(sorted(left))}")
    return Result(child.returncode, out, err)


def tail(data, most=4000):
    """The end of a program's output, for a report."""
    text = data.decode("utf-8", "replace")
    return text if len(text) <= most else "...\n" + text[-most:]


def must(argv, **options):
    """Runs a step of a test that has to succeed."""
    result = run(argv, **options)
    if result.status != 0:
        raise Failure(f"{' '.join(argv)}: status {result.status}\n"
                      f"{tail(result.out)}{tail(result.err)}")
    return result
