"""The programs of libFuzzer, lexer, generator and codec, as they are called: `make FLAVOUR=fuzz
fuzzers` builds them. The first texts of the first two are all annotated files of the tests, and what
broke them once is kept in tests/fuzz/cases; codec writes its own."""

import glob
import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMES = ["lexer", "generator", "codec"]
SEEDS = ["tests/run/*.uc", "tests/run/*/*.u[ch]", "tests/gen/*/*.u[ch]", "tests/diff/programs/*.c",
         "examples/*.uc", "tests/fuzz/cases/*"]
BUILT = os.path.join(ROOT, "build", "fuzz")
LIMITS = ["-max_len=8192", "-timeout=20", "-rss_limit_mb=2000", "-close_fd_mask=3"]
# One request of a decoder is bounded by the length of its text.
MORE = {"codec": ["-malloc_limit_mb=16"]}


def seeds():
    """Makes the folder with the first texts."""
    folder = os.path.join(BUILT, "seeds")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for pattern in SEEDS:
        for path in glob.glob(os.path.join(ROOT, pattern)):
            name = os.path.relpath(path, ROOT).replace(os.sep, "_")
            shutil.copy(path, os.path.join(folder, name))


def program(name):
    return os.path.join(BUILT, "tests", "fuzz", name)


def first_texts(name):
    """The folder with them."""
    if name != "codec":
        return os.path.join(BUILT, "seeds")
    folder = os.path.join(BUILT, "seeds_codec")
    os.makedirs(folder, exist_ok=True)
    subprocess.run([program(name)], env={**os.environ, "UNSYNC_SEEDS": folder}, check=True)
    return folder


def limited(name):
    """The program with its limits; what breaks it is left in build/fuzz/crashes."""
    crashes = os.path.join(BUILT, "crashes")
    os.makedirs(crashes, exist_ok=True)
    return [program(name), *LIMITS, *MORE.get(name, []), f"-artifact_prefix={crashes}/{name}-"]


def command(name, seconds, seed, corpus):
    """What runs one for that time; the corpus grows."""
    os.makedirs(corpus, exist_ok=True)
    return [*limited(name), f"-max_total_time={int(seconds)}", f"-seed={seed}", corpus,
            first_texts(name)]


def fixed_command(name, *options):
    """What runs one with the first texts alone, in the order of their names, and does the same in
    every run: it reads no folder again while it runs, and remembers no addresses that were
    compared."""
    folder = first_texts(name)
    texts = ",".join(os.path.join(folder, text) for text in sorted(os.listdir(folder)))
    listed = os.path.join(BUILT, f"texts_{name}")
    with open(listed, "w", encoding="utf-8") as file:
        file.write(texts)
    return [*limited(name), "-reload=0", "-use_cmp=0", *options, f"-seed_inputs=@{listed}"]
