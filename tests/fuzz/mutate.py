"""Changes a program so that it often still compiles: statements are deleted, doubled, swapped,
moved and wrapped, expressions wrapped, declarations and directives put in, words replaced by words
of the same kind. A mutation is a list of edits (start, end, text); the seed decides everything."""

import random

from diff.tokens import CLOSE, OPEN, Unreadable, matching, spliced, tokens

KEYWORDS = set("""auto break case char const continue default do double else enum extern float for
    goto if inline int long register restrict return short signed sizeof static struct switch
    typedef union unsigned void volatile while _Bool await catch defer yield""".split())
OPERATORS = [["+", "-", "*", "|", "&", "^"], ["==", "!=", "<", ">", "<=", ">="],
             ["&&", "||", ","], ["=", "+=", "-=", "|=", "^="], ["++", "--"], ["<<", ">>"]]
STATEMENTS = [
    "{ %s }", "if (1) %s", "if (0) ; else %s", "for (int n0 = 0; n0 < 2; n0++) { %s }",
    "while (0) %s", "do %s while (0);", "switch (1) { case 1: %s }",
    "switch (2) { case 1 ... 3: %s default: ; }", "n0: %s", "%s n0: ;", "({ %s });",
    "{ __label__ n0; %s n0: ; }", "if (1) goto n0; %s n0: ;", "{ goto n0; n0: %s }",
    "\n#if 1\n%s\n#endif\n", "\n#if 0\n#else\n%s\n#endif\n", "FUZZ_BLOCK(%s)",
    "FUZZ_LOOP(n0) { %s }", "{ int n0 = 1; %s n0++; }",
    "switch (0) { default: for (;;) { %s break; } }", "do { if (0) continue; %s } while (0);",
    "for (int n0 = 0, *n1 = &n0; *n1 < 1; ++*n1) { %s }",
]
EXPRESSIONS = [
    "(%s)", "(1 ? (%s) : (%s))", "(0, (%s))", "FUZZ_SAME(%s)", "((%s) ?: (%s))", "({ (%s); })",
    "((__typeof__(%s)) (%s))", "_Generic(1, int: (%s), default: 0)",
    "(*&(__typeof__(%s)[]) {(%s)}[0])", "(((%s)) && 1)", "(0 || (%s))", "!(%s)",
    "({ __typeof__(%s) n0 = (%s); n0; })", "(1 && 1 ? (%s) : (0, (%s)))", "FUZZ_TWICE(%s)",
    "(sizeof(%s) ? (%s) : (%s))", "__extension__ (%s)", "__builtin_expect((%s), 1)",
]
DECLARATIONS = [
    "int n0 = 1; (void) n0;", "int n0[3] = {1, 2}; (void) n0;", "int n0[] = {1, 2, 3}; (void) n0;",
    "char n0[] = \"abc\"; n0[0]++;", "static int n0; n0++;", "const int n0 = 2; (void) n0;",
    "struct { int a : 3; unsigned : 2; int b; } n0 = {.b = 1}; n0.a = n0.b;",
    "struct n0 { int a; struct { int b, c; }; } n1 = {1, {2, 3}}, *n2 = &n1; n2->b++;",
    "union { int a; char b[8]; } n0 = {.a = 7}; n0.b[0]++;", "typedef int n0; n0 n1 = 0; n1++;",
    "enum { n0, n1 = 4 } n2 = n1; (void) n2;", "int (*n0)[2] = &(int[2]) {1, 2}; (*n0)[1]++;",
    "int n0 = 2; int n1[n0]; n1[0] = 1; (void) n1;", "int n0 = sizeof(int[3]); n0--;",
    "volatile int n0 = 0; n0 = n0 + 1;", "register int n0 = 0; n0++;", "_Bool n0 = 2; n0 = !n0;",
    "int n0 = 0, *n1 = &n0, **n2 = &n1; **n2 = 3;", "__auto_type n0 = 3; n0++;",
    "__typeof__(int *) n0 = 0; (void) n0;", "_Atomic int n0 = 1; n0++;",
    "long double n0 = 1; n0 *= 2;", "_Alignas(32) int n0 = 1; n0++;",
    "int n0(int); (void) sizeof(n0);", "extern int n0; (void) sizeof(n0);",
    "_Complex double n0 = 1; n0 += n0;", "int n0 __attribute__((unused)) = 1;",
    "for (;;) { break; }", "_Static_assert(sizeof(int) == 4, \"\");",
    "asm volatile(\"\" ::: \"memory\");", "struct n0; struct n0 *n1 = 0; (void) n1;",
    "int n0[2][2] = {[1] = {1, 2}}; n0[0][0] = n0[1][1];",
    "\n#define n0 1\nint n1 = n0; n1++;\n#undef n0\n", "const char *n0 = __func__; (void) n0;",
    "struct { int a; } n0[2] = {{1}, {2}}, n1 = n0[1]; n0[0] = n1;",
]
BEFORE_OPERAND = {"=", "(", ",", "return", "+", "-", "*", "if", "while"}
HEAD = """#define FUZZ_SAME(x) x
#define FUZZ_TWICE(x) ((x), (x))
#define FUZZ_BLOCK(...) do { __VA_ARGS__ } while (0);
#define FUZZ_LOOP(i) for (int i = 0; i < 2; i++)
"""


class Text:
    """A program's tokens, and where statements, operands and bodies are."""

    def __init__(self, text):
        self.text = text
        clean, places = spliced(text)
        self.items = tokens(clean, places)
        self.partner = matching(self.items)
        self.bodies = self.find_bodies()
        self.statements = [run for body in self.bodies for run in self.find_statements(*body)]
        self.names = sorted({token.text for first, last in self.bodies
                             for token in self.items[first:last]
                             if token.kind == "name"} - KEYWORDS)

    def word(self, at):
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def find_bodies(self):
        found, at = [], 0
        while at < len(self.items):
            if self.word(at) == "{" and self.word(at - 1) == ")":
                found.append((at, self.partner[at]))
            at = self.partner[at] + 1 if self.word(at) in OPEN else at + 1
        return found

    def find_statements(self, first, last):
        """From after `;`, `{` or `}` to the `;` or the closing brace; at any depth of braces."""
        begin, at = first + 1, first + 1
        while at < last:
            word = self.word(at)
            if word in ("(", "["):
                at = self.partner[at] + 1
                continue
            if word == ";" or word == "}" or self.items[at].kind == "directive":
                if word != "}" and begin < at:
                    yield begin, at
                begin = at + 1
            elif word == "{":
                if self.word(at - 1) in ("=", ")", ",", "{") \
                        and self.word(self.partner[at] + 1) in (";", ",", "}", ")"):
                    at = self.partner[at] + 1
                    continue
                yield begin, self.partner[at]
                begin = at + 1
            at += 1

    def source(self, run):
        return self.text[self.items[run[0]].start:self.items[run[1]].end]

    def span(self, run):
        return self.items[run[0]].start, self.items[run[1]].end


class Mutator:
    def __init__(self, text, seed):
        self.text = Text(text)
        self.chance = random.Random(seed)
        self.count = 0

    def fresh(self, scrap):
        """The scrap with names of its own."""
        self.count += 1
        for digit in "012":
            scrap = scrap.replace(f"n{digit}", f"fuzz_{self.count}{digit}")
        return scrap

    def filled(self, scrap, inner):
        return self.fresh(scrap).replace("%s", inner)

    def any_statement(self):
        return self.chance.choice(self.text.statements)

    def token(self):
        first, last = self.chance.choice(self.text.bodies)
        return self.chance.randrange(first + 1, last + 1)

    # ---- each gives edits, or nothing ----

    def delete(self):
        start, end = self.text.span(self.any_statement())
        yield start, end, self.chance.choice(["", ";"])

    def double(self):
        run = self.any_statement()
        yield self.text.span(run)[1], self.text.span(run)[1], " " + self.text.source(run)

    def move(self):
        run, to = self.any_statement(), self.any_statement()
        yield self.text.span(to)[0], self.text.span(to)[0], self.text.source(run) + " "
        if self.chance.random() < 0.5 and not to[0] < run[1] < to[1] \
                and not run[0] < to[0] < run[1]:
            yield *self.text.span(run), ";"

    def swap(self):
        one, two = sorted([self.any_statement(), self.any_statement()])
        if one[1] < two[0]:
            yield *self.text.span(one), self.text.source(two)
            yield *self.text.span(two), self.text.source(one)

    def wrap(self):
        run = self.any_statement()
        scrap = self.chance.choice(STATEMENTS)
        yield *self.text.span(run), self.filled(scrap, self.text.source(run))

    def declare(self):
        start, _ = self.text.span(self.any_statement())
        yield start, start, self.fresh(self.chance.choice(DECLARATIONS)) + " "

    def operand(self):
        """A name, a number, a call or what stands in parentheses."""
        for _ in range(20):
            at = self.token()
            kind, word = self.text.items[at].kind, self.text.word(at)
            if self.text.word(at - 1) in (".", "->", "@", "goto") or word in KEYWORDS:
                continue
            if kind == "name" and self.text.word(at + 1) == "(":
                return at, self.text.partner[at + 1]
            if kind in ("name", "number"):
                return at, at
            if word == "(" and self.text.partner[at] > at + 1 \
                    and self.text.word(at - 1) in BEFORE_OPERAND:
                return at + 1, self.text.partner[at] - 1
        return None

    def wrap_operand(self):
        run = self.operand()
        scrap = self.chance.choice(EXPRESSIONS)
        if run:
            yield *self.text.span(run), self.filled(scrap, self.text.source(run))

    def replace_operand(self):
        run, by = self.operand(), self.operand()
        if run and by:
            yield *self.text.span(run), self.text.source(by)

    def replace_word(self):
        at = self.token()
        token = self.text.items[at]
        if token.kind == "name" and token.text not in KEYWORDS:
            yield token.start, token.end, self.chance.choice(self.text.names)
        elif token.kind == "number":
            by = self.chance.choice(["0", "1", "2", "7", "1u", "'a'", "1.5", "-1"])
            yield token.start, token.end, by
        for group in OPERATORS:
            if token.kind == "punct" and token.text in group:
                yield token.start, token.end, self.chance.choice(group)
                return

    def spoil(self):
        """A token is deleted or doubled; a bracket takes its partner along."""
        at = self.token()
        token = self.text.items[at]
        by = self.chance.choice(["", f"{token.text} {token.text}"])
        yield token.start, token.end, by
        if token.text in OPEN or token.text in CLOSE:
            other = self.text.items[self.text.partner[at]]
            yield other.start, other.end, "" if not by else f"{other.text} {other.text}"

    def mutations(self):
        return self.chance.choices(
            [self.delete, self.double, self.move, self.swap, self.wrap, self.declare,
             self.wrap_operand, self.replace_operand, self.replace_word, self.spoil],
            [2, 3, 4, 3, 6, 5, 6, 4, 3, 2])[0]

    def mutated(self):
        """The text with one to four mutations that do not meet."""
        edits = []
        for _ in range(self.chance.randint(1, 4)):
            new = list(self.mutations()())
            if not any(start < other_end and other < end or start == other
                       for start, end, _ in new for other, other_end, _ in edits):
                edits += new
        text = self.text.text
        for start, end, by in sorted(edits, reverse=True):
            text = text[:start] + by + text[end:]
        return HEAD + text


def mutate(text, seed):
    """A mutant; the same one for the same seed. Unreadable if there is nothing to mutate."""
    mutator = Mutator(text, seed)
    if not mutator.text.statements:
        raise Unreadable("no bodies")
    return mutator.mutated()
