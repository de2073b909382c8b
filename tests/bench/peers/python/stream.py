"""What a process yields to another through a queue of bounded length, as fast as that takes it: numbers,
million a second, or with argv[1] "blocks" arrays of 1 MiB, GB a second."""
import array
import multiprocessing
import sys
import time

AHEAD, NUMBERS, BLOCKS, BYTES = 4096, 200000, 500, 1 << 20


def numbers(queue):
    for number in range(NUMBERS):
        queue.put(number)


def blocks(queue):
    made = array.array("d", range(BYTES // 8))
    for _ in range(BLOCKS):
        queue.put(made[:])


def main(how):
    body, count, size = (blocks, BLOCKS, BYTES / 1e9) if how == "blocks" else (numbers, NUMBERS, 1e-6)
    queue = multiprocessing.Queue(2 if how == "blocks" else AHEAD)
    worker = multiprocessing.Process(target=body, args=(queue,))
    worker.start()
    queue.get()
    begin = time.perf_counter()
    for _ in range(count - 1):
        queue.get()
    spent = time.perf_counter() - begin
    worker.join()
    return (count - 1) * size / spent


if __name__ == "__main__":
    print(f"{main(sys.argv[1] if len(sys.argv) > 1 else ''):.4f}")
