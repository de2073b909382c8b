"""The tokens of a C file, each with its place in the text.

Written for tests/diff/mark and on purpose nothing of the generator's: a fault that both share would
never be seen. Line splices are taken out first and every place is mapped back, so insertions go
into the text as it was written. Comments are no tokens; a directive is one token, whatever it
holds."""

import re
from dataclasses import dataclass, field

DIGRAPHS = {"<:": "[", ":>": "]", "<%": "{", "%>": "}", "%:": "#", "%:%:": "##"}
LITERAL = r'(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"|[uUL]?\'(?:\\.|[^\'\\\n])*\''
COMMENT = r"//[^\n]*|/\*.*?\*/"
TOKEN = re.compile(
    rf"(?P<blank>[ \t\r\f\v]+|{COMMENT})|(?P<line>\n)|(?P<literal>{LITERAL})"
    r"|(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)"
    r"|(?P<name>(?:[^\W\d]|[$]|\\u\w{4})(?:\w|[$]|\\u\w{4})*)"
    r"|(?P<punct><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/&|^]=|%=|##"
    r"|%:%:|%:|<:|:>|<%|%>|.)", re.S)
DIRECTIVE = re.compile(rf"(?:{COMMENT}|{LITERAL}|[^\n])*", re.S)
SKIPPED = re.compile(r"(?:#|%:)\s*if\s+0\b")
BRANCH = re.compile(r"^[ \t]*(?:#|%:)[ \t]*(if|el|endif)", re.M)
DEFINE = re.compile(r"\s*(?:#|%:)\s*define\s+(\w+)(\([^)]*\))?")
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}


class Unreadable(Exception):
    """The text is not what this reader understands; such a program is counted, never guessed at."""


@dataclass
class Token:
    kind: str   # name, number, literal, punct, directive
    text: str   # digraphs in their usual spelling
    start: int  # in the text as written
    end: int


@dataclass
class Macro:
    name: str
    function_like: bool
    body: list = field(default_factory=list)


def spliced(text):
    """The text without line splices, and where each character of it (and the end) was."""
    kept, places, at = [], [], 0
    for found in re.finditer(r"\\[ \t]*\n", text):
        kept.append(text[at:found.start()])
        places.extend(range(at, found.start()))
        at = found.end()
    kept.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return "".join(kept), places


def tokens(text, places=None, directives=True):
    """The tokens of a text; `places` as of spliced()."""
    if places is None:
        text, places = spliced(text)
    found, at, first = [], 0, directives
    while at < len(text):
        match = TOKEN.match(text, at)
        kind, word = match.lastgroup, match.group()
        if kind == "line":
            first = directives
        elif kind != "blank":
            word = DIGRAPHS.get(word, word)
            if first and word == "#":
                match = DIRECTIVE.match(text, at)
                if SKIPPED.match(text, at):
                    match = re.compile(f".{{{dead(text, match.end()) - at}}}", re.S).match(text, at)
                kind, word = "directive", "#" + match.group().lstrip("#%:")
            found.append(Token(kind, word, places[at], places[match.end() - 1] + 1))
            first = kind == "directive" and match.group().endswith("\n")
        at = match.end()
    return found


def dead(text, at):
    """Where the text that `#if 0` takes out ends."""
    depth = 1
    for branch in BRANCH.finditer(text, at):
        depth += {"if": 1, "endif": -1}.get(branch.group(1), 0)
        if depth == 0 or depth == 1 and branch.group(1) == "el":
            return branch.start()
    raise Unreadable("#if without #endif")


def macros(text):
    """The macros that a file defines, and the directives in it that define them."""
    clean, places = spliced(text)
    for token in tokens(clean, places):
        if token.kind != "directive":
            continue
        begin = places.index(token.start)
        written = DIRECTIVE.match(clean, begin)
        head = DEFINE.match(clean, begin)
        if head is None or head.end() > written.end():
            continue
        body = tokens(clean[head.end():written.end()], places[head.end():], directives=False)
        yield Macro(head.group(1), head.group(2) is not None, body)


def matching(items):
    """For each opening bracket in a list of tokens the index of its closing one, and back."""
    partner, stack = {}, []
    for at, token in enumerate(items):
        if token.kind != "punct":
            continue
        if token.text in OPEN:
            stack.append(at)
        elif token.text in CLOSE:
            if not stack or OPEN[items[stack[-1]].text] != token.text:
                raise Unreadable(f"'{token.text}' closes nothing")
            partner[at] = stack[-1]
            partner[stack.pop()] = at
    if stack:
        raise Unreadable(f"'{items[stack[-1]].text}' is never closed")
    return partner
