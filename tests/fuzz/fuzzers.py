"""The two programs of libFuzzer, lexer and generator, as they are called: `make FLAVOUR=fuzz
fuzzers` builds them, their first texts are all annotated files of the tests, and what broke them
once is kept in tests/fuzz/cases."""

import glob
import os
import shutil

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMES = ["lexer", "generator"]
SEEDS = ["tests/run/*.uc", "tests/run/*/*.u[ch]", "tests/gen/*/*.u[ch]", "tests/diff/programs/*.c",
         "examples/*.uc", "tests/fuzz/cases/*"]
BUILT = os.path.join(ROOT, "build", "fuzz")
LIMITS = ["-max_len=8192", "-timeout=20", "-rss_limit_mb=2000", "-close_fd_mask=3"]


def seeds():
    """A folder with the first texts."""
    folder = os.path.join(BUILT, "seeds")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for pattern in SEEDS:
        for path in glob.glob(os.path.join(ROOT, pattern)):
            name = os.path.relpath(path, ROOT).replace(os.sep, "_")
            shutil.copy(path, os.path.join(folder, name))
    return folder


def command(name, seconds, corpus, *options):
    """What runs one for that time; what breaks it is left in build/fuzz/crashes."""
    crashes = os.path.join(BUILT, "crashes")
    os.makedirs(crashes, exist_ok=True)
    os.makedirs(corpus, exist_ok=True)
    return [os.path.join(BUILT, "tests", "fuzz", name), f"-max_total_time={int(seconds)}", *LIMITS,
            f"-artifact_prefix={crashes}/{name}-", *options, corpus, os.path.join(BUILT, "seeds")]
