"""Two asyncio tasks that yield to each other through the ready queue, ns a switch."""
import asyncio
import time

TASKS, ROUNDS = 2, 200000


async def spin():
    for _ in range(ROUNDS):
        await asyncio.sleep(0)


async def main():
    begin = time.perf_counter_ns()
    await asyncio.gather(*(spin() for _ in range(TASKS)))
    print(f"{(time.perf_counter_ns() - begin) / ROUNDS / TASKS:.3f}")


asyncio.run(main())
