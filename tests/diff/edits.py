"""The text that marking puts into a program: yields, braces around them, `await` before calls.

Everything is an insertion at a place of the text as it was written; ranks say in which order
those at one place stand. The lines stay what they were."""

import random

from .statements import Listener

ATTRIBUTES = {"__attribute__", "__attribute"}
TYPES = set("""int unsigned signed char short long double float bool _Bool size_t const void int8_t
    int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t""".split())
YIELD = " await unsync_yield();"


def after_brackets(items, at):
    """After the bracket that closes the one at `at`."""
    depth = 0
    while at < len(items):
        depth += {"(": 1, ")": -1}.get(items[at].text, 0)
        at += 1
        if depth == 0:
            break
    return at


class Edits(Listener):
    """Collects what is to be put where, and puts it there."""

    def __init__(self, unit, options):
        self.unit, self.options = unit, options
        self.chance = random.Random(options.seed)
        self.found = []

    def before(self, at, text, rank=3, items=None):
        place = (items or self.unit.items)[at].start
        self.found.append((place, rank, len(self.found), text))

    def after(self, at, text, rank=0, items=None):
        place = (items or self.unit.items)[at].end
        self.found.append((place, rank, len(self.found), text))

    def statement(self, last):
        if not self.cut(last) and self.chance.random() < self.options.yields:
            self.after(last, YIELD)

    def braces(self, first, last):
        begin, end = self.unit.items[first].start, self.unit.items[last].end
        if self.cut(last) or any(begin < place < end for place in self.unit.conditionals):
            return
        if self.chance.random() < self.options.yields:
            # What is inside came before in the list; an outer brace has to stand before its own.
            self.found.append((begin, 2, -len(self.found), "{ "))
            self.after(last, YIELD + " }")

    def cut(self, last):
        """Does a directive stand between the last token and the one before it?"""
        begin = self.unit.items[last - 1].start if last else 0
        return any(begin < place < self.unit.items[last].end for place in self.unit.conditionals)

    def text(self):
        out, at = [], 0
        for place, _, _, text in sorted(self.found, key=lambda one: one[:3]):
            out.append(self.unit.text[at:place])
            out.append(text)
            at = place
        out.append(self.unit.text[at:])
        return "".join(out)


def awaits(edits, items, first, last, marked):
    """`await` before each call of a marked function; parentheses where a postfix follows."""
    quiet = first   # up to here there are attributes
    for at in range(first, last):
        if items[at].text in ATTRIBUTES:
            quiet = after_brackets(items, at + 1)
        if at < quiet or items[at].text not in marked or at + 1 >= len(items) \
                or items[at + 1].text != "(" or at > first and not calling(items, first, at):
            continue
        end = after_brackets(items, at + 1) - 1
        following = items[end + 1].text if end + 1 < len(items) else ""
        postfix = following in (".", "->", "[", "(", "++", "--")
        edits.before(at, "(await " if postfix else "await ", items=items)
        if postfix:
            edits.after(end, ")", rank=-1, items=items)


def calling(items, first, at):
    """Is the `f(` at `at` a call of f? No member, and no prototype inside a body."""
    before = at - 1
    if items[before].text in (".", "->"):
        return False
    pointer = items[before].text == "*"
    while before > first and items[before].text in ("*", "const"):
        before -= 1
    word = items[before]
    if word.kind != "name" or word.text in ("return", "else", "do", "case", "sizeof"):
        return True
    outside = items[before - 1].text if before > first else ";"
    return pointer and word.text not in TYPES \
        and outside not in (";", "{", "}", "struct", "union", "enum")
