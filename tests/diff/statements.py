"""Finds the statements of a body, so that something can stand after each of them.

A walker goes over the tokens of a body and tells a listener `statement(last)` for each statement
of a block, `braces(first, last)` for each sub-statement that stands without braces, and
`nested(...)` for a function inside a function. What a macro of the file makes of a statement is
found by walking the macro's own body: it may be a loop header, a statement with its own `;`, or
part of an expression."""

from .tokens import OPEN, Unreadable, matching

HEADERS = {"if", "while", "for", "switch"}
WANTS_STATEMENT, WANTS_SEMICOLON, COMPLETE, NOTHING = range(4)


class Ended(Exception):
    """The tokens end in the middle; `wants` is what would have to follow."""

    def __init__(self, wants):
        super().__init__()
        self.wants = wants


class Listener:
    """Hears nothing; base of those that do."""

    def statement(self, last):
        pass

    def braces(self, first, last):
        pass

    def nested(self, first, last):
        pass


class Walker:
    def __init__(self, items, partner, macros, listener, end=None, open_macros=()):
        self.items, self.partner, self.macros = items, partner, macros
        self.listener = listener
        self.end = len(items) if end is None else end
        self.open_macros = open_macros

    def word(self, at):
        return self.items[at].text if at < self.end else ""

    def block(self, brace):
        """Walks `{...}`; returns the index after it."""
        return self.list(brace + 1, self.partner[brace]) + 1

    def list(self, at, end):
        while at < end:
            at = self.statement(at)
            self.listener.statement(at - 1)
        return at

    def statement(self, at):
        """Walks one statement or declaration; returns the index after it."""
        at = self.labels(at)
        if at >= self.end:
            raise Ended(WANTS_STATEMENT)
        word = self.word(at)
        if word == "}":
            return at   # a label at the end of a block
        if word == "{":
            return self.block(at)
        if word in HEADERS:
            return self.header(at)
        if word == "do":
            at = self.substatement(at + 1)
            if self.word(at) != "while":
                if at >= self.end:
                    raise Ended(WANTS_SEMICOLON)
                raise Unreadable("do without while")
            return self.semicolon(self.closing(at + 1))
        if self.items[at].kind == "name" and word in self.macros:
            return self.macro(at)
        if self.items[at].kind == "name" and self.word(at + 1) == "(" \
                and self.loops(self.partner.get(at + 1, self.end) + 1, word):
            return self.substatement(self.closing(at + 1))
        return self.semicolon(at)

    def loops(self, after, word):
        """Is `word(...)`, with this token after it, the head of a loop from a foreign header?"""
        if after >= self.end or word.startswith("__") or word in ("asm", "sizeof", "_Alignas",
                "typeof", "return", "_Atomic", "case", "_Generic", "_Static_assert"):
            return False
        return self.word(after) == "{" or \
            (word.isupper() or "each" in word) and self.items[after].kind == "name"

    def labels(self, at):
        while at < self.end:
            word = self.word(at)
            if word == "case":
                at = self.colon(at + 1)
            elif self.items[at].kind == "name" and self.word(at + 1) == ":" and word != "default" \
                    or word == "default" and self.word(at + 1) == ":":
                at += 2
                while self.word(at) == "__attribute__":
                    at = self.closing(at + 1)
            elif word == "[" and self.word(at + 1) == "[":
                at = self.partner[at] + 1
            else:
                break
        return at

    def colon(self, at):
        """After the colon of a case."""
        asked = 0
        while at < self.end:
            word = self.word(at)
            if word in OPEN:
                at = self.closing(at) - 1
            elif word == "?":
                asked += 1
            elif word == ":":
                if asked == 0:
                    return at + 1
                asked -= 1
            at += 1
        raise Ended(WANTS_SEMICOLON)

    def closing(self, at):
        """After the bracket that closes the one at `at`."""
        if at >= self.end:
            raise Ended(WANTS_SEMICOLON)
        if at not in self.partner or self.word(at) not in OPEN:
            raise Unreadable(f"'{self.word(at - 1)}' without parentheses")
        return self.partner[at] + 1

    def header(self, at):
        word = self.word(at)
        at = self.substatement(self.closing(at + 1))
        if word == "if" and self.word(at) == "else":
            at = self.substatement(at + 1)
        return at

    def substatement(self, at):
        if at >= self.end:
            raise Ended(WANTS_STATEMENT)
        braced = self.word(at) == "{"
        after = self.statement(at)
        if not braced:
            self.listener.braces(at, after - 1)
        return after

    def semicolon(self, at):
        """After the `;` that ends an expression or a declaration."""
        first, assigned, tagged = at, False, False
        while at < self.end:
            word = self.word(at)
            if word == ";":
                return at + 1
            if word == "}":
                raise Unreadable("a statement without ';'")
            assigned |= word == "="
            tagged = word in ("struct", "union", "enum") or tagged and word != "("
            if word == "{" and not assigned and not tagged and at > first \
                    and self.word(first) not in ("(", "return", "*", "&") \
                    and self.word(at - 1) == ")":
                self.listener.nested(first, self.partner[at])
                return self.partner[at] + 1
            if word == "(" and self.word(at + 1) == "{":
                self.inside(at)
            if word == "__attribute__":
                at = self.closing(at + 1)
            else:
                at = self.closing(at) if word in OPEN else at + 1
        raise Ended(WANTS_SEMICOLON)

    def inside(self, at):
        """A statement expression: its last statement is its value, nothing may follow that."""
        at, end = at + 2, self.partner[at + 1]
        while at < end:
            at = self.statement(at)
            if at < end:
                self.listener.statement(at - 1)

    def macro(self, at):
        """A statement that begins with a macro of the file."""
        macro = self.macros[self.word(at)]
        after = at + 1
        if macro.function_like:
            if self.word(after) != "(":
                return self.semicolon(at)
            after = self.closing(after)
        wants = self.makes(macro)
        if wants == WANTS_STATEMENT or wants == NOTHING:
            if wants == NOTHING:
                return self.statement(after)
            after = self.substatement(after)
            return self.substatement(after + 1) if self.word(after) == "else" else after
        if wants == COMPLETE:
            return after + 1 if self.word(after) == ";" else after
        return self.semicolon(at)

    def makes(self, macro):
        """What has to follow the expansion of a macro that begins a statement."""
        if macro.name in self.open_macros:
            return WANTS_SEMICOLON
        try:
            partner = matching(macro.body)
            walker = Walker(macro.body, partner, self.macros, Listener(),
                            open_macros=(*self.open_macros, macro.name))
            walker.list(0, len(macro.body))
        except Ended as ended:
            return ended.wants
        except Unreadable:
            return WANTS_SEMICOLON
        return COMPLETE if macro.body else NOTHING
