"""Turns a plain C program into one whose functions are tasks.

Every function that can be is marked, `await` is put before every call among them and
`await unsync_yield();` after every statement. A function that is variadic, used by its address,
of K&R style, called where nothing is evaluated, called by a function that stays plain, or that
uses what needs its stack stays plain; Marked.reasons tells which. The marked program must behave
as the plain one."""

import random
import re
from dataclasses import dataclass, field

from . import units
from .edits import ATTRIBUTES, TYPES, Edits, after_brackets, awaits
from .statements import Ended, Listener, Walker
from .tokens import Unreadable

STACK = {"setjmp", "_setjmp", "sigsetjmp", "__builtin_setjmp", "longjmp", "siglongjmp",
         "__builtin_longjmp", "alloca", "__builtin_alloca", "va_start", "__builtin_va_start",
         "__builtin_apply_args", "__builtin_return", "__builtin_return_address",
         "__builtin_frame_address", "vfork", "__builtin_va_arg_pack", "__builtin_va_arg_pack_len",
         "__builtin_alloca_with_align", "__builtin_stack_save", "__label__"}
UNEVALUATED = {"sizeof", "_Alignof", "__alignof__", "__alignof", "typeof", "__typeof__", "__typeof",
               "__builtin_constant_p", "__builtin_types_compatible_p", "__builtin_object_size",
               "__builtin_choose_expr", "_Static_assert", "offsetof", "__builtin_offsetof"}
ASM = {"asm", "__asm__", "__asm"}
FEATURES = re.compile(r"\s*#\s*define\s+_\w+_SOURCE\b")
NUMBERS = TYPES - {"void"} | {"const"}
PURE = NUMBERS | {"if", "else", "while", "for", "do", "return", "break", "continue", "switch",
                  "case", "default", "goto", "sizeof", "true", "false"}


@dataclass
class Options:
    mode: str = "async"       # async, thread, or mixed: a lane for each function by the seed
    yields: float = 1.0       # how many of the statements get a yield after them
    seed: int = 0


@dataclass
class Marked:
    text: str
    total: int                # functions that the file defines
    marked: dict              # name: lane
    reasons: dict = field(default_factory=dict)   # name: why it stays plain


class Uses:
    """How a range of tokens uses the functions of the file, macros of the file included."""

    def __init__(self, unit, names):
        self.unit, self.names = unit, names
        self.macros = {}

    def of(self, items, first, last):
        """Pairs (name, how): called, unevaluated, address."""
        found, at = [], first
        dark = 0   # up to here nothing is evaluated
        while at < last:
            token, following = items[at], items[at + 1].text if at + 1 < len(items) else ""
            if token.text in ATTRIBUTES:
                at = after_brackets(items, at + 1)
                continue
            if token.kind == "name" and (at == first or items[at - 1].text not in (".", "->")):
                if token.text in UNEVALUATED or token.text == "_Generic":
                    dark = max(dark, self.shadow(items, at, last))
                elif token.text in self.names:
                    how = "called" if following == "(" else "address"
                    if how == "called" and at < dark:
                        how = "unevaluated"
                    found.append((token.text, how))
                elif token.text in self.unit.macros:
                    inner = self.of_macro(token.text)
                    found += [(name, "unevaluated" if at < dark and how == "called" else how)
                              for name, how in inner]
            at += 1
        return found

    def shadow(self, items, at, last):
        """Where the operand of sizeof and its kin ends."""
        generic = items[at].text == "_Generic"
        depth, at = 0, at + 1
        while at < last:
            text = items[at].text
            if text in "([{":
                depth += 1
            elif text in ")]}":
                depth -= 1
                if depth <= 0 and (at + 1 >= last or items[at + 1].text not in "([{"):
                    return at + 1
            elif depth == 1 and text == "," and generic:
                return at
            elif depth == 0 and text in (";", ","):
                return at
            at += 1
        return last

    def of_macro(self, name):
        if name not in self.macros:
            self.macros[name] = []
            body = self.unit.macros[name].body
            self.macros[name] = self.of(body, 0, len(body))
        return self.macros[name]


def lanes(unit, options):
    """The lane of each function that can be marked, and why the others cannot."""
    reasons, nested = {}, {}
    names = {function.name for function in unit.functions}
    uses = Uses(unit, names)
    calls, covered = {}, []
    for function in unit.functions:
        calls[function.name] = uses.of(unit.items, function.body, function.end)
        covered.append((function.first, function.end))
        why = unmarkable(unit, function)
        if why:
            reasons.setdefault(function.name, why)
    for name in called_early(unit, names):
        reasons.setdefault(name, "called before it is declared")
    for name, first, last in unit.prototypes:
        covered.append((first, last))
        if any(unit.word(at) == "," for at in units.outermost(unit, first, last)):
            reasons.setdefault(name, "declared together with something else")
    for name in names & set(unit.macros):
        reasons.setdefault(name, "also a macro")
    at, outside = 0, []
    for first, last in [*sorted(covered), (len(unit.items), 0)]:
        outside += uses.of(unit.items, at, first)
        at = max(at, last + 1)
    for name, _ in outside:
        reasons.setdefault(name, "used at file scope")
    for pairs in calls.values():
        for name, how in pairs:
            if how != "called":
                reasons.setdefault(name, "used by its address" if how == "address" else how)
    spread(reasons, calls)
    rest = [function for function in unit.functions if function.name not in reasons]
    return assign(unit, rest, calls, options), reasons


def called_early(unit, names):
    """The functions that are called where nothing has declared them yet."""
    known = {}
    for name, first in [(name, first) for name, first, _ in unit.prototypes] + \
            [(function.name, function.first) for function in unit.functions]:
        known[name] = min(first, known.get(name, first))
    return {token.text for at, token in enumerate(unit.items)
            if token.text in names and at < known[token.text]}


def spread(reasons, calls):
    """What a plain function calls stays plain: a plain function cannot wait on the loop thread."""
    waiting = list(reasons)
    while waiting:
        for name, _ in calls.get(waiting.pop(), ()):
            if name not in reasons:
                reasons[name] = "called by a plain function"
                waiting.append(name)


class Nested(Listener):
    def __init__(self):
        self.found = False

    def nested(self, first, last):
        self.found = True


def unmarkable(unit, function):
    """Why a function cannot be marked whatever uses it, or None."""
    words = {token.text for token in unit.items[function.body:function.end]}
    expanded, waiting = set(words), list(words & set(unit.macros))
    while waiting:
        new = {token.text for token in unit.macros[waiting.pop()].body} - expanded
        expanded |= new
        waiting += new & set(unit.macros)
    head = {token.text for token in unit.items[function.first:function.body]}
    if function.first == units.name_at(unit, function.open) \
            or head <= {"static", "extern", "inline", function.name, "(", ")"}:
        return "no type"
    begin, end = unit.items[function.first].start, unit.items[function.body].start
    if any(begin < place < end for place in unit.conditionals):
        return "head under #if"
    if function.old or any(len(part) == 1 and part[0].kind == "name" and part[0].text != "void"
                           for part in commas(unit.items[function.open + 1:function.close])):
        return "K&R parameters"
    if any(unit.word(at) == "..." for at in range(function.open, function.close)):
        return "variadic"
    if expanded & STACK:
        return f"uses {sorted(expanded & STACK)[0]}"
    if head & {"constructor", "destructor", "naked", "__constructor__", "__destructor__", "ifunc",
               "interrupt", "_Noreturn", "noreturn", "__noreturn__", "gnu_inline", "__gnu_inline__",
               "always_inline", "__always_inline__"}:
        return "attribute"
    if any(unit.word(at) in ASM and "goto" in (unit.word(at + 1), unit.word(at + 2))
           for at in range(function.body, function.end)):
        return "asm goto"
    listener = Nested()
    walk(unit, function, listener)
    return "nested function" if listener.found else None


def walk(unit, function, listener):
    try:
        Walker(unit.items, unit.partner, unit.macros, listener,
               end=function.end + 1).block(function.body)
    except Ended:
        raise Unreadable(f"{function.name}: the body ends in the middle of a statement") from None


def assign(unit, functions, calls, options):
    chance = random.Random(options.seed)
    found = {}
    pure = crossing(unit, functions, calls) if options.mode == "mixed" else set()
    for function in functions:
        if function.name == "main" or options.mode == "async":
            lane = "async"
        elif options.mode == "thread":
            lane = "thread"
        else:
            lane = chance.choice(["async", "thread", "cpu_bound"] if function.name in pure
                                 else ["async", "thread"])
        found[function.name] = lane
    # A worker has neither the variables nor the other lanes' tasks of the program.
    changed = True
    while changed:
        changed = False
        for name in [one for one in found if found[one] == "cpu_bound"]:
            for callee, _ in calls[name]:
                if found.get(callee) != "cpu_bound" and callee in pure:
                    found[callee] = "cpu_bound"
                    changed = True
    return found


def crossing(unit, functions, calls):
    """The functions whose parameters and result are numbers and that touch nothing but those."""
    able = {function.name for function in functions
            if crosses(unit, function, {callee for callee, _ in calls[function.name]})}
    bad = able
    while bad:
        bad = {name for name in able if any(callee not in able for callee, _ in calls[name])}
        able -= bad
    return able


def crosses(unit, function, called):
    items = unit.items
    result = [token.text for token in items[function.first:function.open - 1]
              if token.text not in ("static", "inline", "extern")]
    local = set()
    for parameter in commas(items[function.open + 1:function.close]):
        *types, name = [token.text for token in parameter]
        if types:
            local.add(name)
        if not set(types or [name]) <= NUMBERS | {"void"} or long_double(types):
            return False
    body = items[function.body:function.end]
    words = {token.text for token in body if token.kind == "name"}
    for before, token in zip(body, body[1:]):
        if before.text in NUMBERS and token.kind == "name":
            local.add(token.text)
    return set(result) <= NUMBERS and not long_double(result) \
        and words - local - PURE - NUMBERS <= called


def commas(items):
    """The items between commas."""
    part = []
    for token in items:
        if token.text == ",":
            yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def long_double(words):
    return "long" in words and "double" in words


def mark(text, options):
    """The marked program; Unreadable if the text is beyond this reader."""
    unit = units.read(text)
    marked, reasons = lanes(unit, options)
    edits = Edits(unit, options)
    for name, first, last in unit.prototypes:
        if name in marked:
            edits.before(first, f"@{marked[name]} ", rank=1)
    for function in unit.functions:
        if function.name in marked:
            edits.before(function.first, f"@{marked[function.name]} ", rank=1)
            walk(unit, function, edits)
            awaits(edits, unit.items, function.body, function.end, marked)
    for macro in unit.macros.values():
        awaits(edits, macro.body, 0, len(macro.body), marked)
    return Marked(include(edits.text()), len(unit.functions), marked, reasons)


def include(text):
    """The text with unsync.h included, after what chooses features of the system's headers."""
    lines = text.split("\n")
    at = 1 + max((number for number, line in enumerate(lines)
                  if FEATURES.match(line)), default=-1)
    return "\n".join([*lines[:at], "#include <unsync.h>", f"#line {at + 1}", *lines[at:]])
