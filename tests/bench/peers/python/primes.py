"""Five times at once: sleep 1 s, then test a prime by trial division, s.
argv[1]: asyncio, threads, executor (ProcessPoolExecutor) or pool (multiprocessing.Pool of argv[2])."""
import asyncio
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

CANDIDATES = [16769023] * 5


def is_prime(n):
    for d in range(2, n):
        if n % d == 0:
            return False
    return n > 1


def slept(n):
    time.sleep(1)
    return is_prime(n)


async def slept_async(n):
    await asyncio.sleep(1)
    return is_prime(n)


async def tasks():
    return await asyncio.gather(*(slept_async(n) for n in CANDIDATES))


def run(how, workers):
    if how == "asyncio":
        return asyncio.run(tasks())
    if how == "pool":
        with multiprocessing.Pool(workers) as pool:
            return pool.map(slept, CANDIDATES)
    executor = ThreadPoolExecutor if how == "threads" else ProcessPoolExecutor
    with executor(workers) as pool:
        return list(pool.map(slept, CANDIDATES))


if __name__ == "__main__":
    begin = time.perf_counter()
    assert all(run(sys.argv[1], int(sys.argv[2])))
    print(f"{time.perf_counter() - begin:.5f}")
