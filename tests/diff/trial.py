"""One program, plain and marked: builds both, runs both, says what is different.

The reference is the plain program by gcc -O0. The marked one is generated with each compiler as the
preprocessor, built in each configuration and has to print and return the same. Where it does not,
the plain program is built in that configuration too: a program whose plain builds disagree proves
nothing and is skipped, and so is one that no plain build can run in time."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass

from . import marking
from .tokens import Unreadable

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INCLUDE = "-I" + os.path.join(ROOT, "lib", "include")
GENERATOR = os.path.join(ROOT, "build", "unsync")
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined",
              "-fno-omit-frame-pointer"]
BRIEF = 0.2     # of the seconds of a plain program, if the marked one yields in threads
PATIENCE = 20   # seconds by the clock for one of the processor, which others use as well
WARNINGS = ["-Wall", "-Wextra", "-Wno-implicit-fallthrough", "-Wno-switch-unreachable"]
REPORTS = (b"AddressSanitizer", b"LeakSanitizer", b"runtime error:")
CONFIGURATIONS = {
    "gcc-O0": ("gcc", ["-O0"]), "gcc-O2": ("gcc", ["-O2"]),
    "clang-O0": ("clang", ["-O0"]), "clang-O2": ("clang", ["-O2"]),
    "asan": ("gcc", ["-O1", "-g", *SANITIZERS]),
    "serial": ("gcc", ["-O1"]),   # what unsync --serial makes of the marked program
}
SERIAL = ("--serial",)
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=1:exitcode=99", "LC_ALL": "C"}


def in_turn(seed):
    """One configuration of each compiler, and one of the others: what a short run can afford."""
    pair = ["gcc-O0", "clang-O2"] if seed % 2 else ["gcc-O2", "clang-O0"]
    return pair + (["asan"] if seed % 3 == 0 else ["serial"])


class Skipped(Exception):
    """The program proves nothing; the text is why, in one or two words."""


class Different(Exception):
    """The marked program does not do what the plain one does."""


@dataclass
class Ran:
    status: int
    out: bytes
    err: bytes

    def same(self, other):
        return (self.status, self.out) == (other.status, other.out)

    def reports(self):
        return any(report in self.err for report in REPORTS)

    def __str__(self):
        return (f"status {self.status}, {len(self.out)} bytes\n{tail(self.out)}"
                f"{tail(self.err)}")


def tail(data, most=1500):
    text = data.decode("utf-8", "replace")
    return text if len(text) <= most else "...\n" + text[-most:]


class Slow(Exception):
    pass


def run(command, seconds, limited=True, brief=None, **options):
    """Runs a command, at most so many seconds of the processor, in a process group of its own; of
    `brief` there may be parts of one."""
    def limit():
        if brief is not None:
            signal.setitimer(signal.ITIMER_PROF, brief)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        if limited:
            resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True, preexec_fn=limit,
                          env={**ENVIRONMENT, **options.pop("env", {})}, **options) as child:
        try:
            out, err = child.communicate(timeout=PATIENCE * (seconds + 1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            raise Slow from None
    if child.returncode in (-signal.SIGXCPU, -signal.SIGPROF):
        raise Slow
    return Ran(child.returncode, out, err)


class Trial:
    """The builds of one program, in a folder."""

    def __init__(self, program, folder, dialect="gnu11", seconds=1, warnings=False):
        self.program, self.folder, self.dialect = program, folder, dialect
        self.seconds, self.warnings = seconds, warnings
        self.marked = None
        with open(self.path("plain.c"), "w", encoding="utf-8", errors="surrogateescape",
              newline="") as file:
            file.write(program.text)

    def path(self, name):
        return os.path.join(self.folder, name)

    def compile(self, configuration, source, output, extra=()):
        compiler, flags = CONFIGURATIONS[configuration]
        noise = WARNINGS if self.warnings else ["-w"]
        library = "build/asan" if configuration == "asan" else "build"
        runtime = [] if configuration == "serial" else \
            [os.path.join(ROOT, library, "libunsync.a"), "-luv", "-lmsgpackc", "-pthread"]
        try:
            return run([compiler, f"-std={self.dialect}", *noise, *flags, "-o", self.path(output),
                        *extra, *self.program.flags, self.path(source),
                        *(runtime if extra else []), *self.program.links], 120, limited=False,
                       cwd=self.folder)
        except Slow:
            raise Skipped("slow compiler") from None

    def execute(self, output, seconds, configuration, brief=None):
        return run([self.path(output), *self.program.arguments], seconds,
                   limited=configuration != "asan", brief=brief, cwd=self.folder)

    def brief(self):
        """How long the plain program may run. A yield of a thread is a system call, which takes
        some hundred times a statement: under them only what is short can end."""
        options = self.program.options
        return BRIEF * self.seconds if options.yields and options.mode != "async" else None

    def plain(self, configuration):
        """What the plain program does; Skipped if it does not build or end."""
        built = self.compile(configuration, "plain.c", f"plain-{configuration}")
        if built.status != 0:
            raise Skipped("no plain build")
        try:
            ran = self.execute(f"plain-{configuration}", self.seconds, configuration,
                               self.brief())
        except Slow:
            raise Skipped("time-out") from None
        if ran.status < 0:
            raise Skipped("trap")
        return ran

    def mark(self):
        try:
            self.marked = marking.mark(self.program.text, self.program.options)
        except Unreadable as why:
            raise Different(f"not marked: {why}") from None
        with open(self.path("marked.uc"), "w", encoding="utf-8", errors="surrogateescape",
              newline="") as file:
            file.write(self.marked.text)

    def generate(self, compiler, options):
        output = "marked-" + "".join([compiler, *options]) + ".c"
        try:
            done = run([GENERATOR, *options, "-o", self.path(output), "marked.uc", "--", INCLUDE,
                        f"-std={self.dialect}", *self.program.flags], 60, cwd=self.folder,
                       env={"CC": compiler})
        except Slow:
            raise Different("the generator does not end") from None
        if done.status != 0:
            how = " ".join([f"CC={compiler}", *options])
            raise Different(f"refused ({how}), status {done.status}\n{tail(done.err)}")
        return output

    def compare(self, configurations):
        """Raises Different or Skipped, or returns."""
        reference = self.plain("gcc-O0")
        self.mark()
        sources = {}
        for configuration in configurations:
            way = CONFIGURATIONS[configuration][0], SERIAL if configuration == "serial" else ()
            if way not in sources:
                sources[way] = self.generate(*way)
            self.hold(configuration, sources[way], reference)

    def hold(self, configuration, source, reference):
        output = f"marked-{configuration}"
        built = self.compile(configuration, source, output, [INCLUDE])
        if built.status != 0:
            if self.compile(configuration, "plain.c", "plain").status != 0:
                return   # not this compiler's C
            raise Different(f"{configuration}: does not compile\n{tail(built.err, 4000)}")
        if self.warnings and built.err \
                and not self.compile(configuration, "plain.c", "plain").err:
            raise Different(f"{configuration}: warnings\n{tail(built.err, 4000)}")
        try:
            ran = self.execute(output, 100 * self.seconds, configuration)
        except Slow:
            self.settle(configuration, None, reference)
            raise Different(f"{configuration}: does not end") from None
        if not ran.same(reference) or ran.reports():
            self.settle(configuration, ran, reference)

    def settle(self, configuration, ran, reference):
        """A difference is one only if the plain program is steady in this configuration."""
        plain = self.plain(configuration)
        if plain.reports() or not plain.same(reference):
            if ran is not None and ran.same(plain):
                return
            raise Skipped("plain builds differ")
        if ran is not None:
            raise Different(f"{configuration}: plain {plain}\nmarked {ran}")


def attempt(program, configurations, kept=None, **options):
    """Compares one program; returns the trial. The folder of a difference is kept below `kept`."""
    folder = tempfile.mkdtemp(prefix="unsync-diff-")
    trial = Trial(program, folder, **options)
    try:
        trial.compare(configurations)
    except Different:
        if kept:
            place = os.path.join(kept, program.name)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(folder, place)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return trial
