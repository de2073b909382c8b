"""Writes a program of random functions with deferred statements, in the comment spelling: blocks,
loops of every kind, switches, jumps out of them, returns and awaits at random places. gcc compiles it
as plain C too.

    defer_random.py SEED MARK"""

import random
import sys

LOOPS = (
    "for (int {i} = 0; {i} < {n}; {i}++) {{\n{body}{pad}}}",
    "for (int {i} = 0; await(tick({i})) < {n}; await(tick({i})), {i}++) {{\n{body}{pad}}}",
    "{{ int {i} = 0; while (await(tick({i}++)) < {n}) {{\n{body}{pad}}} }}",
    "{{ int {i} = 0; do {{\n{body}{pad}}} while (await(tick({i}++)) < {n}); }}",
)


class Place:
    """What may stand here: jumps, and the names in scope."""

    def __init__(self, names, depth, indent=1, deferred=False, breaks=False, continues=False,
                 labels=()):
        self.names, self.depth, self.indent = list(names), depth, indent
        self.deferred, self.breaks, self.continues = deferred, breaks, continues
        self.labels = list(labels)

    def inside(self, names=(), **changes):
        return Place(**{"names": self.names + list(names), "depth": self.depth - 1,
                        "indent": self.indent + 1, "deferred": self.deferred,
                        "breaks": self.breaks, "continues": self.continues,
                        "labels": self.labels, **changes})


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0

    def number(self):
        self.count += 1
        return self.count

    def value(self, place):
        name, other = self.random.choice(place.names), self.random.choice(place.names)
        return self.random.choice((name, f"{name} + {self.random.randint(0, 9)}",
                                   f"await(tick({name} + {self.number()}))",
                                   f"(await(tick({name})) + {other})"))

    def test(self, place):
        return f"({self.value(place)}) % {self.random.randint(2, 5)} == {self.random.randint(0, 1)}"

    def defer(self, place):
        if self.random.random() < 0.5:
            return f'defer(printf("d{self.number()} %d\\n", {self.random.choice(place.names)}));'
        inner = place.inside(depth=max(0, place.depth - 2), deferred=True, breaks=False,
                             continues=False, labels=())
        return f"defer({{\n{self.block(inner)}{'    ' * place.indent}}});"

    def declaration(self, place):
        name = f"v{self.number()}"
        if self.random.random() < 0.3:
            text = f"int {name}[3] = {{{self.value(place)}, 1, 2}};"
            place.names += [f"{name}[0]", f"{name}[2]"]
        else:
            text = f"int {name} = {self.value(place)};"
            place.names.append(name)
        return text

    def output(self, place):
        return f'printf("p{self.number()} %d\\n", {self.value(place)});'

    def branch(self, place):
        return f"if ({self.test(place)}) {{\n{self.block(place.inside())}{'    ' * place.indent}}}"

    def loop(self, place):
        name = f"i{self.number()}"
        body = self.block(place.inside([name], breaks=True, continues=True))
        return self.random.choice(LOOPS).format(i=name, n=self.random.randint(1, 3), body=body,
                                                pad="    " * place.indent)

    def switch(self, place):
        pad = "    " * place.indent
        end = self.random.choice(("break;", "__attribute__((fallthrough));"))
        first, second = (self.block(place.inside(breaks=True)) for _ in range(2))
        return (f"switch (({self.value(place)}) & 1) {{\n{pad}case 0: {{\n{first}{pad}}} {end}\n"
                f"{pad}default: {{\n{second}{pad}}}\n{pad}}}")

    def jump(self, place):
        jumps = [f"goto {label};" for label in place.labels]
        jumps += ["break;"] * place.breaks + ["continue;"] * place.continues
        if not place.deferred:
            jumps.append(f"return {self.value(place)};")
        return f"if ({self.test(place)}) {self.random.choice(jumps or ['g++;'])}"

    def block(self, place):
        pad, label = "    " * place.indent, None
        if place.depth > 0 and self.random.random() < 0.2:
            label = f"end_{self.number()}"
            place.labels.append(label)
        kinds = [self.defer] * 3 + [self.declaration] * 2 + [self.output, self.jump]
        if place.depth > 0:
            kinds += [self.branch, self.loop, self.switch]
        lines = [pad + self.random.choice(kinds)(place)
                 for _ in range(self.random.randint(1, 5))]
        text = "\n".join(lines) + "\n"
        return f"{pad}{{\n{text}{pad}}}\n{pad}{label}:;\n" if label else text


def main():
    writer = Writer(int(sys.argv[1]))
    mark = sys.argv[2]
    print("#include <stdio.h>\n#include <unsync_plain.h>\n")
    print("/*@async*/\nint tick(int n)\n{\n"
          "    if (n & 1) await(unsync_yield());\n    return n;\n}\n")
    for i in range(3):
        body = writer.block(Place(["n", "g"], 4))
        print(f"/*@{mark}*/\nint f{i}(int n)\n{{\n    int g = n;\n{body}    return g;\n}}\n")
    print("/*@async*/\nint main(void)\n{\n    for (int n = 0; n < 5; n++) {")
    for i in range(3):
        print(f'        int r{i} = await(f{i}(n));\n        printf("= %d\\n", r{i});')
    print("    }\n    return 0;\n}")


if __name__ == "__main__":
    main()
