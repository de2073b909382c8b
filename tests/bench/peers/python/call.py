"""One call in another process there and back, us: argv[1]: executor (ProcessPoolExecutor) or pool
(multiprocessing.Pool); argv[2] "idle": after a pause each."""
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

BURST, IDLE, PAUSE_S = 3000, 300, 0.002


def following(n):
    return n + 1


def measure(call, idle):
    spent = 0
    count = IDLE if idle else BURST
    call(0)
    for n in range(count):
        if idle:
            time.sleep(PAUSE_S)
        begin = time.perf_counter()
        assert call(n) == n + 1
        spent += time.perf_counter() - begin
    return spent / count * 1e6


def main(how, idle):
    if how == "pool":
        with multiprocessing.Pool(2) as pool:
            return measure(lambda n: pool.apply(following, (n,)), idle)
    with ProcessPoolExecutor(2) as pool:
        return measure(lambda n: pool.submit(following, n).result(), idle)


if __name__ == "__main__":
    print(f"{main(sys.argv[1], 'idle' in sys.argv):.3f}")
