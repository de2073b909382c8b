"""Start and await of an empty asyncio task, ns each."""
import asyncio
import time

ROUNDS = 100000


async def empty():
    return 0


async def main():
    begin = time.perf_counter_ns()
    for _ in range(ROUNDS):
        await asyncio.create_task(empty())
    print(f"{(time.perf_counter_ns() - begin) / ROUNDS:.3f}")


asyncio.run(main())
