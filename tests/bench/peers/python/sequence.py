"""The next value of a generator, ns each."""
import time

ROUNDS = 3000000


def numbers(count):
    for i in range(count):
        yield i


total = 0
begin = time.perf_counter_ns()
for v in numbers(ROUNDS):
    total += v
print(f"{(time.perf_counter_ns() - begin) / ROUNDS:.3f}")
assert total == ROUNDS * (ROUNDS - 1) // 2
