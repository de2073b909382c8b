"""The generator, the compilers and the flavours, as the tests call them."""

import os
import threading
from dataclasses import dataclass

from .process import OUT, ROOT, must

WARNINGS = ["-std=gnu11", "-Wall", "-Wextra", "-Wshadow", "-Werror"]
INCLUDE = "-I" + os.path.join(ROOT, "lib", "include")
LIBS = ["-luv", "-lmsgpackc", "-pthread"]


@dataclass(frozen=True)
class Flavour:
    """A way to build and run a program: which compiler, which library, what its reports look like."""
    name: str
    compiler: str
    build: str                # where the library of this flavour is
    flags: tuple = ("-O2",)
    env: tuple = ()
    fixed_addresses: bool = False

    @property
    def library(self):
        return os.path.join(ROOT, self.build, "libunsync.a")


# Signals are left to the runtime under test: a worker that crashes on purpose must die of its signal.
HANDLERS = "handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"
FLAVOURS = [
    Flavour("gcc", "gcc", "build"),
    Flavour("clang", "clang", "build"),
    Flavour("asan", "gcc", "build/asan", ("-O1", "-fsanitize=address,undefined",
                                          "-fno-sanitize-recover=undefined"),
            (("ASAN_OPTIONS", f"exitcode=99:detect_leaks=1:{HANDLERS}"),
             ("UBSAN_OPTIONS", "print_stacktrace=1"))),
    Flavour("tsan", "gcc", "build/tsan", ("-O1", "-fsanitize=thread"),
            (("TSAN_OPTIONS", f"exitcode=99:{HANDLERS}"),), True),
]
SANITIZER_REPORTS = (b"AddressSanitizer", b"LeakSanitizer", b"ThreadSanitizer", b"runtime error:")


def generator(build="build"):
    return os.path.join(ROOT, build, "unsync")


def generate(source, output, include, cwd, compiler):
    """Runs the generator, with this compiler as the preprocessor, on a file that it must accept."""
    must([generator(), "-o", output, source, "--", INCLUDE,
          *(f"-I{folder}" for folder in include)], cwd=cwd, env={"CC": compiler})


def compile_object(compiler, source, output, flags=(), include=()):
    must([compiler, *WARNINGS, *flags, INCLUDE, *(f"-I{folder}" for folder in include),
          "-c", "-o", output, source])


FAULT_LOCK = threading.Lock()


def fault_hook():
    """The object that lets requests for memory fail, if it is told to; see fault.py."""
    source = os.path.join(ROOT, "tests", "harness", "fault.c")
    hook = os.path.join(OUT, "fault.o")
    with FAULT_LOCK:
        if not os.path.exists(hook) or os.path.getmtime(hook) < os.path.getmtime(source):
            compile_object("gcc", source, hook, ["-O1"])
    return hook


def scratch(*parts):
    """A folder for the files of one test."""
    folder = os.path.join(OUT, *parts)
    os.makedirs(folder, exist_ok=True)
    return folder
