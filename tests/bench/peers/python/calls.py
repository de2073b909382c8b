"""1,000 calls in flight, two workers, each its own call: million calls a second. argv[1]: executor
(ProcessPoolExecutor), pool (Pool.apply_async) or map (Pool.map, which sends 64 in one)."""
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

FLIGHT, ROUNDS = 1000, 20


def following(n):
    return n + 1


def one_by_one(start, get):
    total = 0
    tasks = [start(n) for n in range(FLIGHT)]
    begin = time.perf_counter()
    for _ in range(ROUNDS):
        for n in range(FLIGHT):
            total += get(tasks[n])
            tasks[n] = start(n)
    spent = time.perf_counter() - begin
    total += sum(get(task) for task in tasks)
    assert total == FLIGHT * (FLIGHT + 1) // 2 * (ROUNDS + 1)
    return ROUNDS * FLIGHT / spent / 1e6


def mapped(pool):
    numbers = range(FLIGHT * ROUNDS)
    pool.map(following, numbers, 64)
    begin = time.perf_counter()
    assert pool.map(following, numbers, 64)[-1] == FLIGHT * ROUNDS
    return FLIGHT * ROUNDS / (time.perf_counter() - begin) / 1e6


def main(how):
    if how == "executor":
        with ProcessPoolExecutor(2) as pool:
            return one_by_one(lambda n: pool.submit(following, n), lambda task: task.result())
    with multiprocessing.Pool(2) as pool:
        if how == "map":
            return mapped(pool)
        return one_by_one(lambda n: pool.apply_async(following, (n,)), lambda task: task.get())


if __name__ == "__main__":
    print(f"{main(sys.argv[1]):.4f}")
