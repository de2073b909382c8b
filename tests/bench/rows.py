"""The rows of the table: what is measured, what is to be reached, who takes part."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    label: str
    kind: str              # see build() in bench
    arguments: tuple = ()
    name: str = ""         # of the source, else the row's


@dataclass(frozen=True)
class Quantity:
    title: str
    key: str               # value: the number that the program prints; cpu, peak, wall: see measure.c
    reach: float
    ratio: float = None    # reach divided by the best peer, on the machine of the targets
    of: str = ""           # the program that the ratio is to, else the best peer
    more: bool = False     # more is better


@dataclass(frozen=True)
class Row:
    name: str
    quantities: tuple
    programs: tuple


OURS = Program("unsync", "unsync")
GO = Program("Go", "go")
UV = Program("libuv", "uv")
ASYNCIO = Program("asyncio", "python")


def cpp(*ways):
    return tuple(Program(f"C++20 {way}", "cpp", (way,)) for way in ways)


def python(label, *arguments):
    return Program(label, "python", arguments)


def machine(*ways):
    return tuple(Program(way, "uv", (way,)) for way in ways)


ROWS = [
    Row("start", (Quantity("start + await of an empty task, ns", "value", 5.5, 5.5 / 10.0),),
        (OURS, *cpp("eager", "lazy"), GO, ASYNCIO)),
    Row("switch", (Quantity("switch through the ready queue, ns", "value", 2.5, 2.5 / 1.8),),
        (OURS, *cpp("transfer", "loop"), GO, ASYNCIO)),
    Row("skynet", (Quantity("skynet tree, 1,000,000 leaves, ms", "value", 9, 9 / 13.2),
                   Quantity("    its peak memory, MiB", "peak", 6, 6 / 2.6)),
        (OURS, *cpp("depth", "wide"), GO, ASYNCIO)),
    Row("queue", (Quantity("bounded queue of 100, two tasks, ns an item", "value", 15, 15 / 32.8),),
        (OURS, GO)),
    Row("sleepers", (Quantity("4000 sleeps of 3 s, s", "value", 3.005),
                     Quantity("    CPU time of the program, s", "cpu", 0.01)),
        (OURS, UV, GO, python("asyncio", "asyncio"), python("threads", "threads"))),
    # 128 bytes each, with the handles. libuv has no tasks there; its CPU time is the ratio's base.
    Row("million", (Quantity("a million sleeps of 1 to 2 s, MiB in all", "peak", 122, 122 / 153),
                    Quantity("    CPU time of the program, s", "cpu", 0.35, 0.35 / 0.66,
                             of="libuv")),
        (OURS, UV, GO)),
    Row("million_tasks", (Quantity("    each in a task of its own, MiB in all", "peak", 200),
                          Quantity("    CPU time of the program, s", "cpu", 0.35, 0.35 / 0.66,
                                   of="libuv")),
        (Program("unsync", "unsync", ("tasks",), "million"),
         Program("libuv", "uv", (), "million"))),
    # The limit there was 1.06: the sleep, and five calls on two cores. libuv's threads come close to it.
    Row("primes", (Quantity("five times: 1 s of sleep, then a prime, s", "value", 1.10, 1.10 / 1.06,
                            of="libuv"),),
        (OURS, UV, GO, python("Pool(5)", "pool", "5"), python("Pool(2)", "pool", "2"),
         python("Executor(5)", "executor", "5"), python("threads", "threads", "5"),
         python("asyncio", "asyncio", "1"))),
    # The peer is a generator without a yield_from, by its name.
    Row("sequence", (Quantity("next value of a @generator, by its name, ns", "value", 2.5, 1.2),),
        (OURS, Program("C++20", "cpp"), GO, Program("Python", "python"))),
    Row("sequence_any", (Quantity("    by the type of its values, ns", "value", 5, 2.5),),
        (Program("unsync", "unsync", ("any",), "sequence"),
         Program("C++20", "cpp", (), "sequence"))),
    Row("sequence_nested", (Quantity("    through a yield_from, ns", "value", 10, 5),),
        (Program("unsync", "unsync", ("nested",), "sequence"),
         Program("C++20", "cpp", (), "sequence"))),
    # A wake-up of a sleeping processor is the limit from idle: a pair of them is a futex round trip.
    Row("job", (Quantity("a thread's job there and back in a burst, us", "value", 2, 2 / 18,
                         of="libuv"),),
        (OURS, Program("libuv", "uv", ("work",)), Program("futex", "uv", ("futex",)), GO)),
    Row("job_idle", (Quantity("    from idle, us", "value", 40, 1.2, of="futex"),),
        (Program("unsync", "unsync", ("idle",), "job"),
         Program("libuv", "uv", ("work", "idle"), "job"),
         Program("futex", "uv", ("futex", "idle"), "job"), Program("Go", "go", ("idle",), "job"))),
    Row("jobs", (Quantity("1,000 jobs in flight, two threads, million/s", "value", 12, 12 / 12.4,
                          of="Go", more=True),),
        (OURS, Program("libuv", "uv", ("work",)), Program("list", "uv", ("queue",)), GO)),
    Row("foreign", (Quantity("task of another thread, there and back, us", "value", 40,
                             1.2, of="futex"),),
        (OURS, Program("futex", "uv", ("futex",), "job"))),
    Row("foreign_idle", (Quantity("    from idle, us", "value", 40, 1.2, of="futex"),),
        (Program("unsync", "unsync", ("idle",), "foreign"),
         Program("futex", "uv", ("futex", "idle"), "job"))),
    # The process lane. Spinning processes are the limit of a burst, a futex round trip that of idle ones.
    Row("call", (Quantity("a worker's call there and back in a burst, us", "value", 3, 3 / 109,
                          of="Pool"),),
        (OURS, python("Pool", "pool"), python("Executor", "executor"),
         *machine("socketpair", "futex", "spin"))),
    Row("call_idle", (Quantity("    from idle, us", "value", 40, 1.2, of="futex"),),
        (Program("unsync", "unsync", ("idle",), "call"),
         Program("Pool", "python", ("pool", "idle"), "call"),
         Program("Executor", "python", ("executor", "idle"), "call"),
         *(Program(way, "uv", (way, "idle"), "call") for way in ("socketpair", "futex")))),
    Row("calls", (Quantity("1,000 calls in flight, two workers, million/s", "value", 3, 3 / 0.054,
                           of="Pool", more=True),),
        (OURS, python("Pool", "pool"), python("Executor", "executor"), python("Pool.map", "map"),
         *machine("socketpair", "ring"))),
    Row("calls_timeout", (Quantity("    with a timeout, million/s", "value", 0.5, more=True),),
        (Program("unsync", "unsync", ("timeout",), "calls"),)),
    Row("calls_limits", (Quantity("    with a timeout and a memory limit, million/s", "value", 0.5,
                                  more=True),),
        (Program("unsync", "unsync", ("limits",), "calls"),)),
    # Tasks of the workers' loops. "one a time" are calls that are not @async, in as many workers.
    *(Row(f"requests_{flight}",
          (Quantity("1 @async @cpu_bound call in flight, million/s" if flight == 1 else
                    f"    {flight} in flight, million/s", "value", reach, ratio,
                    of="one a time", more=True),),
          (Program("unsync", "unsync", (str(flight),), "requests"),
           Program("one a time", "unsync", (str(flight), "plain"), "requests"),
           Program("Pool", "python", ("pool", str(flight)), "requests"),
           Program("asyncio", "python", ("asyncio", str(flight)), "requests"),
           Program("socketpair", "uv", ("socketpair", str(flight)), "calls")))
      for flight, reach, ratio in ((1, 0.4, 0.8), (10, 0.7, 0.5), (100, 2, 0.5), (1000, 2, 0.5))),
    # "memory" is one copy into memory that is kept, between processes that spin.
    *(Row(f"bulk_{mib}", (Quantity(f"{mib} MiB to a worker, checksum back, us beyond it", "value",
                                   reach, ratio, of="memory"),),
          (Program("unsync", "unsync", (str(mib),), "bulk"),
           Program("Executor", "python", ("executor", str(mib)), "bulk"),
           Program("Pool", "python", ("pool", str(mib)), "bulk"),
           Program("socketpair", "uv", ("socketpair", str(mib)), "bulk"),
           Program("memory", "uv", ("memory", str(mib)), "bulk")))
      for mib, reach, ratio in ((1, 80, 80 / 42), (64, 4000, 4 / 3.3))),
    # A value is one record of the ring; a block is copied into shared memory and out of it.
    Row("stream", (Quantity("values of a @cpu_bound @generator, million/s", "value", 5, 5 / 0.2,
                            of="Queue", more=True),),
        (OURS, Program("Queue", "python"))),
    Row("stream_blocks", (Quantity("    of 1 MiB, GB/s", "value", 3, 3 / 0.5, of="Queue", more=True),),
        (Program("unsync", "unsync", ("blocks",), "stream"),
         Program("Queue", "python", ("blocks",), "stream"))),
    Row("replace", (Quantity("a killed worker replaced and serving, ms", "value", 2, 2 / 0.44,
                             of="posix_spawn"),),
        (OURS, Program("posix_spawn", "uv"))),
    # Memory: 16 MiB of it are the text of the file and what the preprocessor made of it.
    Row("generator", (Quantity("generator, source to C, MB/s", "value", 10, more=True),
                      Quantity("    its peak memory, MiB", "peak", 32)),
        (Program("unsync", "generator"),)),
    # A line of 80 bytes becomes 2,300: the output is what takes the time.
    Row("dense", (Quantity("    a short @async function a line, MB/s", "value", 5, more=True),),
        (Program("unsync", "generator"),)),
]
