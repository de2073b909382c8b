"""Runs what README.md and annotations/*.md claim. In a page, in its order:

```c          whose first line is `// file: NAME` (or `/* file: NAME */`, `# file: NAME` in other
              languages): it becomes that file. Without such a line it is an illustration.
```text       directly after such a .uc file: what the program prints.
```sh         with lines `$ COMMAND`: each is run in the page's folder, the lines up to the next `$`
              are what it prints on stdout and stderr (patterns as in text.py). A command without output
              must succeed. ```sh no-run is shown only.

The folder of a page starts empty; unsync, pkg-config and the libraries are those of an installation."""

import os
import re
import shutil

from . import builds, text
from .process import Failure, ROOT, must, run, tail
from .tools import LIBS, scratch

FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```\s*$", re.M | re.S)
FILE = re.compile(r"\A(?://|/\*|#) file: (\S+)[^\n]*\n")
SESSION = re.compile(r"^\$ ((?:[^\\\n]|\\.|\\\n)*)\n((?:(?!\$ ).*\n)*)", re.M)


def pages():
    folder = os.path.join(ROOT, "annotations")
    listed = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [page for page in ["README.md"] + [f"annotations/{one}" for one in listed]
            if page.endswith(".md") and os.path.exists(os.path.join(ROOT, page))]


def cases():
    for page in pages():
        yield f"docs/{page}", lambda page=page: check(page)


def environment():
    prefix = builds.PREFIX
    return {"PATH": f"{prefix}/bin:{os.environ['PATH']}", "LD_LIBRARY_PATH": f"{prefix}/lib",
            "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig", "LC_ALL": "C.UTF-8",
            "MAKEFLAGS": "", "MAKELEVEL": ""}


def check(page):
    folder = scratch("docs", page)
    shutil.rmtree(folder)
    os.makedirs(folder)
    last = None
    for language, body in FENCE.findall(text.read(os.path.join(ROOT, page))):
        named = FILE.match(body)
        if named:
            last = named.group(1)
            path = os.path.join(folder, last)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(body)
            continue
        if language == "text" and last is not None and last.endswith(".uc"):
            program(folder, last, body)
        elif language.split() == ["sh"]:
            session(page, folder, body)
        last = None


def program(folder, name, expected):
    """A whole program in one file, and what it prints."""
    stem = os.path.join(folder, name[:-3])
    prefix = builds.PREFIX
    must(["unsync", name, "--", f"-I{prefix}/include"], cwd=folder, env=environment())
    must(["cc", "-Wall", "-Wextra", "-Werror", "-O2", f"-I{prefix}/include", "-o", stem, stem + ".c",
          f"{prefix}/lib/libunsync.a", *LIBS], cwd=folder)
    result = run([stem], cwd=folder)
    if result.status != 0:
        raise Failure(f"{name}: status {result.status}\n{tail(result.out)}{tail(result.err)}")
    text.compare(f"the output of {name}", expected, result.out)


def session(page, folder, body):
    """Commands and their output; with --update what is seen goes into the page."""
    for command, expected in SESSION.findall(body):
        result = run(["bash", "-c", f"exec 2>&1; {command}"], cwd=folder, seconds=180,
                     env=environment())
        if expected:
            if text.update and not text.matches(expected, result.out):
                rewrite(page, f"$ {command}\n{expected}", f"$ {command}\n{result.out.decode()}")
                continue
            text.compare(f"the output of `{command}`", expected, result.out)
        elif result.status != 0:
            raise Failure(f"`{command}`: status {result.status}\n{tail(result.out)}")


def rewrite(page, old, new):
    path = os.path.join(ROOT, page)
    whole = text.read(path)
    with open(path, "w", encoding="utf-8") as file:
        file.write(whole.replace(old, new, 1))
