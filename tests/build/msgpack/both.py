"""Debian's msgpack for Python reads what C wrote, and C reads what it writes."""

import struct
import subprocess
import sys

import msgpack


def codec(how, text=b""):
    return subprocess.run([sys.argv[1], how], input=text, stdout=subprocess.PIPE, check=False)


def expect(seen, wanted):
    if seen != wanted:
        sys.exit(f"seen   {seen!r}\nwanted {wanted!r}")


def ints(*numbers):
    return struct.pack(f"={len(numbers)}i", *numbers)


# In the order in which they cross: plain values first.
WRITTEN = ["smörgås", True, -128, 2**64 - 1, 0.5, [1.0, -2.0], 5, 2, ints(1, -1), ints(7, 8),
           ["one", None], [[1.0, 2.0], [3.0, 4.0]], [[1, -2**63], [0, None]], None]
expect(msgpack.unpackb(codec("write").stdout, raw=False), WRITTEN)

# Python takes a double for every number with a fraction: C's float takes it all the same.
GIVEN = ["Ångström", False, 5, 300, 0.25, [0.5, 4.0], 7, 3, ints(9, 10), ints(-1, 2, 3),
         ["", "zwei", "x" * 300], [[0.0, 1.0], [0.0, 2.5], [0.0, 3.0]],
         [[2, "text"], [1, 65536], [7, None]], [1.0, 2.0]]
packed = msgpack.packb(GIVEN, use_bin_type=True)
expect(msgpack.unpackb(codec("read", packed).stdout, raw=False), GIVEN)
expect(codec("print", packed).stdout.decode(),
       "Ångström 0 5 300 0.25 0.5+4i 7 10\n-1  1 text\n2 zwei 2.5 65536\n3 " + "x" * 300 +
       " 3 nothing\n")

# What is no such message is refused.
for at, wrong, message in [(2, 128, "expected a signed integer of 8 bits, got 128"),
                           (1, 1, "expected a bool, got an integer"),
                           (6, 8, "a number is too large for its bit-field"),
                           (7, 4, "expected a block of 4 items of 4 bytes, got 12 bytes"),
                           (9, None, "expected a block, got nil"),
                           (0, b"bytes", "expected a string, got a block"),
                           (13, {"x": 1}, "expected an array, got a map or extension")]:
    other = list(GIVEN)
    other[at] = wrong
    refused = codec("print", msgpack.packb(other, use_bin_type=True))
    expect((refused.returncode, refused.stdout.decode()), (3, message + "\n"))
