"""argv[2] MiB to another process, a checksum back: us there and back beyond the checksum itself. argv[1]:
executor (ProcessPoolExecutor) or pool (multiprocessing.Pool)."""
import multiprocessing
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor


def measure(call, data, rounds):
    begin = time.perf_counter()
    for _ in range(rounds):
        call(data)
    return (time.perf_counter() - begin) / rounds * 1e6


def beyond(far, mib):
    data = bytes(range(256)) * (mib << 12)
    rounds = max(3, 64 // mib)
    assert far(data) == zlib.adler32(data)
    return measure(far, data, rounds) - measure(zlib.adler32, data, rounds)


def main(how, mib):
    if how == "pool":
        with multiprocessing.Pool(1) as pool:
            return beyond(lambda data: pool.apply(zlib.adler32, (data,)), mib)
    with ProcessPoolExecutor(1) as pool:
        return beyond(lambda data: pool.submit(zlib.adler32, data).result(), mib)


if __name__ == "__main__":
    print(f"{main(sys.argv[1], int(sys.argv[2])):.1f}")
