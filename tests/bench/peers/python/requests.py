"""Calls that another process has many of at a time, argv[2] of them in flight, each begun when one has
ended: million a second. argv[1]: asyncio (a server for them in another process, a task a call, pickled over
a Unix socket) or pool (multiprocessing.Pool of two, one at a time in each)."""
import asyncio
import multiprocessing
import os
import pickle
import struct
import sys
import tempfile
import time

HEAD = struct.Struct("=IQ")  # bytes of the text, number of the call
COUNT, COUNT_ALONE = 20000, 5000


def following(n):
    return n + 1


async def read(reader):
    size, number = HEAD.unpack(await reader.readexactly(HEAD.size))
    return number, pickle.loads(await reader.readexactly(size))


def write(writer, number, value):
    text = pickle.dumps(value)
    writer.write(HEAD.pack(len(text), number) + text)


async def serve_calls(reader, writer):
    async def request(number, n):
        write(writer, number, following(n))

    tasks = set()
    try:
        while True:
            task = asyncio.create_task(request(*await read(reader)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    except asyncio.IncompleteReadError:
        asyncio.get_running_loop().stop()


def serve(path, is_there):
    async def listen():
        await asyncio.start_unix_server(serve_calls, path)
        is_there.set()

    loop = asyncio.new_event_loop()
    loop.create_task(listen())
    loop.run_forever()


class Client:
    """Starts a call; its future gets the result."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.open, self.number = reader, writer, {}, 0

    def start(self, n):
        self.number += 1
        future = self.open[self.number] = asyncio.get_running_loop().create_future()
        write(self.writer, self.number, n)
        return future

    async def take_results(self):
        while True:
            number, value = await read(self.reader)
            self.open.pop(number).set_result(value)


async def ask(path, flight, count):
    reader, writer = await asyncio.open_unix_connection(path)
    client = Client(reader, writer)
    results = asyncio.create_task(client.take_results())
    tasks = [client.start(n) for n in range(flight)]
    begin = time.perf_counter()
    for n in range(count):
        assert await tasks[n % flight] == n + 1
        tasks[n % flight] = client.start(n + flight)
    spent = time.perf_counter() - begin
    await asyncio.gather(*tasks)
    results.cancel()
    writer.close()
    return count / spent / 1e6


def by_asyncio(flight, count):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        is_there = multiprocessing.Event()
        server = multiprocessing.Process(target=serve, args=(path, is_there))
        server.start()
        is_there.wait()
        figure = asyncio.run(ask(path, flight, count))
        server.join()
        return figure


def by_pool(flight, count):
    with multiprocessing.Pool(2) as pool:
        def start(n):
            return pool.apply_async(following, (n,))

        tasks = [start(n) for n in range(flight)]
        begin = time.perf_counter()
        for n in range(count):
            assert tasks[n % flight].get() == n + 1
            tasks[n % flight] = start(n + flight)
        spent = time.perf_counter() - begin
        for task in tasks:
            task.get()
        return count / spent / 1e6


if __name__ == "__main__":
    FLIGHT = int(sys.argv[2])
    WAY = by_pool if sys.argv[1] == "pool" else by_asyncio
    print(f"{WAY(FLIGHT, COUNT_ALONE if FLIGHT == 1 else COUNT):.4f}")
