"""What stands at file scope: the functions that a C file defines or declares, and its macros.

A declaration is the tokens up to a `;`, or up to the `}` of a body. A brace is a body unless a
struct, union or enum opened it or a `=` stands before it. Declarators may be of any shape: the
name of a function is the last word at the lowest depth that has parameters."""

from dataclasses import dataclass, field

from .tokens import Unreadable, macros, matching, tokens

KEYWORDS = set("""auto break case char const continue default do double else enum extern float for
    goto if inline int long register restrict return short signed sizeof static struct switch
    typedef union unsigned void volatile while _Alignas _Alignof _Atomic _Bool _Complex _Generic
    _Noreturn _Static_assert _Thread_local __attribute__ __attribute __extension__ __typeof__ typeof
    __typeof
    __inline __inline__ __restrict __restrict__ __volatile__ __const asm __asm__ __asm __auto_type
    __alignof__ __label__ __int128 __declspec __thread _Float128 __float128""".split())
TAGGED = {"struct", "union", "enum"}
ATTRIBUTES = {"__attribute__", "__attribute", "_Alignas", "__declspec", "asm", "__asm__", "__asm"}


@dataclass
class Function:
    """A definition: indices into Unit.items."""
    name: str
    first: int    # the first token of the declaration
    open: int     # the parentheses of the parameters
    close: int
    body: int     # the braces of the body
    end: int
    old: bool     # K&R parameters


@dataclass
class Unit:
    text: str
    items: list = field(default_factory=list)      # tokens, directives left out
    partner: dict = field(default_factory=dict)
    functions: list = field(default_factory=list)
    prototypes: list = field(default_factory=list)  # (name, first, last)
    macros: dict = field(default_factory=dict)
    conditionals: list = field(default_factory=list)  # places of #if and its kin

    def word(self, at):
        return self.items[at].text if at < len(self.items) else ""


def read(text):
    """The unit of a text."""
    unit = Unit(text)
    every = tokens(text)
    unit.items = [token for token in every if token.kind != "directive"]
    unit.conditionals = [token.start for token in every if token.kind == "directive"
                         and token.text.lstrip("# \t").startswith(("if", "el", "endif"))]
    unit.macros = {macro.name: macro for macro in macros(text)}
    unit.partner = matching(unit.items)
    declarations(unit)
    return unit


def declarations(unit):
    """Splits the file scope."""
    at = first = 0
    old = None   # where a declaration began whose K&R parameters follow
    while at < len(unit.items):
        word = unit.word(at)
        if word == "{" and is_body(unit, first, at):
            begin = first if first < at and functional(unit, first, at) else old
            if begin is None:
                raise Unreadable("a body without a function")
            define(unit, begin, at)
            at = first = unit.partner[at] + 1
            old = None
        elif word in ("(", "[", "{"):
            at = unit.partner[at] + 1
        elif word == ";":
            if functional(unit, first, at):
                declare(unit, first, at)
                old = first
            at = first = at + 1
        else:
            at += 1


def is_body(unit, first, brace):
    """Is this brace at file scope that of a function?"""
    tagged = False
    at = first
    while at < brace:
        word = unit.word(at)
        if word == "=":
            return False
        if word in TAGGED:
            tagged = True
        elif word in ATTRIBUTES and unit.word(at + 1) == "(":
            at = unit.partner[at + 1]
        elif word == "(":
            tagged = False
            at = unit.partner[at]
        at += 1
    return not tagged


def functional(unit, first, last):
    """Has a declaration the shape of a function's, and no initialiser?"""
    words = [unit.word(at) for at in range(first, last)]
    return "typedef" not in words and parameters(unit, first, last) is not None \
        and not any(unit.word(at) == "=" for at in outermost(unit, first, last))


def outermost(unit, first, last):
    """The indices of the tokens outside of all brackets; an opening bracket counts as outside."""
    at = first
    while at < last:
        yield at
        at = unit.partner[at] + 1 if unit.word(at) in ("(", "[", "{") else at + 1


def parameters(unit, first, last):
    """Where the parameter list of the function that is declared opens, or None."""
    found, nested = None, []
    at = first
    while at < last:
        word, following = unit.word(at), unit.word(at + 1)
        if word in ATTRIBUTES | {"__typeof__", "typeof", "_Atomic"} and following == "(":
            at = unit.partner[at + 1] + 1
            continue
        if word == "=":
            break
        if word == "(":
            nested.append(at)
        if unit.items[at].kind == "name" and word not in KEYWORDS and following == "(" \
                and not (unit.word(at + 2) == "*" and unit.partner[at + 1] + 1 < last
                         and unit.word(unit.partner[at + 1] + 1) in ("(", "[")):
            found = at + 1
        at = unit.partner[at] + 1 if word in ("(", "[", "{") else at + 1
    if found is None:
        for begin in nested:
            inside = begin + 1
            while unit.word(inside) in ("*", "const", "volatile"):
                inside += 1
            if inside > begin + 1 and unit.items[inside].kind == "name" \
                    and unit.word(inside + 1) == "(":
                return inside + 1
            if unit.items[inside].kind == "name" and unit.word(inside) not in KEYWORDS \
                    and unit.word(inside + 1) == ")" and unit.word(inside + 2) == "(":
                return inside + 2
    return found


def name_at(unit, opening):
    """The index of the name before a parameter list."""
    return opening - 2 if unit.word(opening - 1) == ")" else opening - 1


def define(unit, first, brace):
    while unit.word(first) in unit.macros and unit.word(first + 1) == "(" \
            and {"{", ";"} & {token.text for token in unit.macros[unit.word(first)].body}:
        first = unit.partner[first + 1] + 1   # a macro that defines something itself
    opening = parameters(unit, first, brace)
    if opening is None:
        raise Unreadable("a function without parameters")
    old = any(unit.word(at) == ";" for at in outermost(unit, first, brace))
    unit.prototypes = [one for one in unit.prototypes if one[1] != first]
    unit.functions.append(Function(unit.word(name_at(unit, opening)), first, opening,
                                   unit.partner[opening], brace, unit.partner[brace], old))


def declare(unit, first, last):
    """One prototype, or several names that a comma separates."""
    opening = parameters(unit, first, last)
    parts = [at for at in outermost(unit, first, last) if unit.word(at) == ","]
    if not parts:
        unit.prototypes.append((unit.word(name_at(unit, opening)), first, last))
    for begin, end in zip([first, *parts], [*parts, last]):
        for at in range(begin, end - 1):
            if parts and unit.items[at].kind == "name" and unit.word(at + 1) == "(":
                unit.prototypes.append((unit.word(at), first, last))
