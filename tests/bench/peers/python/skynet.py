"""The tree of 1,000,000 leaves, ten children a node, ms."""
import asyncio
import time


async def skynet(number, size):
    if size == 1:
        return number
    size //= 10
    children = [asyncio.create_task(skynet(number + i * size, size)) for i in range(10)]
    return sum([await child for child in children])


async def main():
    begin = time.perf_counter_ns()
    assert await skynet(0, 1000000) == 499999500000
    print(f"{(time.perf_counter_ns() - begin) / 1e6:.3f}")


asyncio.run(main())
