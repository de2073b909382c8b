"""Compares what a program printed with the file beside the test.

Expected text is literal, but `{{REGEX}}` in a line matches that, and a line `...` any number of lines."""

import difflib
import re

from .process import Failure

update = False  # write expected files instead of comparing; set by tests/check

def pattern(expected):
    lines = []
    for line in expected.splitlines(keepends=True):
        if line.rstrip("\n") == "...":
            lines.append(r"(?:.*\n)*?")
            continue
        parts = re.split(r"\{\{(.*?)\}\}", line)
        lines.append("".join(f"(?:{part})" if at % 2 else re.escape(part)
                             for at, part in enumerate(parts)))
    return "".join(lines)


def matches(expected, actual):
    """Whether `actual` (bytes) is what `expected` (str) says."""
    seen = actual.decode("utf-8", "replace")
    return seen == expected or re.fullmatch(pattern(expected), seen) is not None


def compare(what, expected, actual):
    """Raises Failure with the difference unless `actual` (bytes) is what `expected` (str) says."""
    if matches(expected, actual):
        return
    text = actual.decode("utf-8", "replace")
    difference = difflib.unified_diff(expected.splitlines(), text.splitlines(),
                                      "expected", "seen", lineterm="", n=2)
    raise Failure(f"{what} differs:\n" + "\n".join(list(difference)[:60]))


def read(path, default=None):
    """The text of a file, or `default` when there is none."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        if default is None:
            raise Failure(f"{path} is missing") from None
        return default


def golden(what, path, actual):
    """Holds `actual` (bytes) against the file, or makes it the file with --update."""
    if update:
        expected = read(path, "")
        if not re.fullmatch(pattern(expected), actual.decode("utf-8", "replace")):
            with open(path, "wb") as file:
                file.write(actual)
    compare(what, read(path), actual)
