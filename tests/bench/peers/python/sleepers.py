"""4000 sleeps of 3 s at once, s. argv[1]: asyncio or threads."""
import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor

COUNT, SECONDS = 4000, 3


async def tasks():
    await asyncio.gather(*(asyncio.sleep(SECONDS) for _ in range(COUNT)))


def threads():
    with ThreadPoolExecutor(COUNT) as pool:
        list(pool.map(time.sleep, [SECONDS] * COUNT))


begin = time.perf_counter()
if sys.argv[1] == "asyncio":
    asyncio.run(tasks())
else:
    threads()
print(f"{time.perf_counter() - begin:.5f}")
