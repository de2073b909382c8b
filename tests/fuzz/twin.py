"""The plain twin of an annotated program, made without the generator: a handle keeps its type, and
a wait is what the type says that it gives. A marked function is declared with its handle as the
result, its body stays under another name. The twin is only compiled; where the compiler takes it
and the generator takes the annotated text, the compiler must take what was generated."""

import re

from diff.tokens import OPEN, Unreadable, matching, spliced, tokens

LANES = {"async", "thread", "cpu_bound"}
PREFIX = {"*", "&", "+", "-", "!", "~", "++", "--", "await", "catch", "sizeof"}
TYPES = {"int", "char", "long", "unsigned", "double", "float", "short", "struct", "unsync_task_of"}
HEAD = """_Noreturn void fuzz_fail(int code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
#define unsync_fail fuzz_fail
"""


class Twin:
    def __init__(self, text):
        self.text = text
        clean, places = spliced(text)
        self.items = tokens(clean, places)
        self.partner = matching(self.items)
        self.edits = []   # (place, end, rank, text)

    def word(self, at):
        return self.items[at].text if at < len(self.items) else ""

    def after(self, at):
        if at not in self.partner:
            raise Unreadable("no bracket")
        return self.partner[at] + 1

    # ---- marks ----

    def marks(self):
        at = 0
        while at < len(self.items):
            if self.word(at) == "@":
                has_options = self.word(at + 2) == "(" and self.word(at + 1) != "message"
                end = self.after(at + 2) if has_options else at + 2
                self.edits.append((self.items[at].start, self.items[end - 1].end, 0, ""))
                if self.word(at + 1) in LANES:
                    self.function(end)
                at = end
            elif self.word(at) in ("await", "catch"):
                self.wait(at)
            at += 1

    def function(self, first):
        """The declaration that begins here: twice, as a starter and as its body."""
        at = first
        while self.word(at) != "(" or self.word(at - 1) == "__attribute__":
            if at >= len(self.items) or self.word(at) in (";", "{", "="):
                raise Unreadable("no function")
            at = self.after(at) if self.word(at) in OPEN else at + 1
        name, close = at - 1, self.partner[at]
        if self.items[name].kind != "name":
            raise Unreadable("a declarator in parentheses")
        if self.word(name) == "main":
            return
        kind = " ".join(self.word(one) for one in range(first, name)
                        if self.word(one) not in ("static", "inline", "extern"))
        parameters = re.sub(r"@\w+\([^)]*\)", "",
                            self.text[self.items[at].start:self.items[close].end])
        static = "static " if "static" in [self.word(one) for one in range(first, name)] else ""
        word = self.word(name)
        head = (f"typedef unsync_task_of({kind}) {word}_task; "
                f"{static}{word}_task {word}{parameters}; {static}{kind} {word}_sync{parameters}; ")
        self.edits.append((self.items[first].start, self.items[first].start, 1, head))
        self.edits.append((self.items[name].start, self.items[name].end, 0, f"fuzz_body_{word}"))

    # ---- waits ----

    def operand(self, at):
        """After the unary expression that begins here."""
        while self.word(at) in PREFIX:
            at += 1
        if self.word(at) == "(":
            close = self.after(at)
            if self.items[close].kind in ("name", "number", "literal") \
                    or self.word(close) == "(" and self.is_type(at + 1, close - 1):
                return self.operand(close)
            at = close
        else:
            at += 1
        while self.word(at) in ("(", "[", ".", "->", "++", "--", "{"):
            if self.word(at) == "{" and self.word(at - 1) != ")":
                break
            if self.word(at) in OPEN:
                at = self.after(at)
            else:
                at += 2 if self.word(at) in (".", "->") else 1
        return at

    def is_type(self, first, last):
        return self.word(last - 1) == "*" \
            or any(self.word(at) in TYPES for at in range(first, last))

    def wait(self, at):
        end = self.operand(at + 1)
        begin, close = ("((*(", "))((struct unsync__tag *) 0))") if self.word(at) == "await" \
            else ("((void) (*(", "))((struct unsync__tag *) 0), 0)")
        self.edits.append((self.items[at].start, self.items[at].end, 2, begin))
        place = self.items[end - 1].end
        self.edits.append((place, place, -at, close))   # an inner wait closes first

    def made(self):
        self.marks()
        out, at = [], 0
        for start, end, _, by in sorted(self.edits, key=lambda one: one[:3]):
            if start < at:
                raise Unreadable("edits meet")
            out += [self.text[at:start], by]
            at = end
        return HEAD + "".join(out) + self.text[at:]


def twin(text):
    """The twin; Unreadable if the text is beyond this reader."""
    try:
        return Twin(text).made()
    except IndexError:
        raise Unreadable("ends in the middle") from None
