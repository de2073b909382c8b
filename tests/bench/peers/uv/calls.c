/* Ints in flight to two processes and back, argv[2] (1,000) of them, if it is 1 to one process, by what the
 * kernel and the machine give: "socketpair", all that is there in one read and one write; "ring", rings in
 * shared memory at which both sides look all the time. Million ints a second. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../clock.h"

enum { PEERS = 2, FLIGHT = 1000, COUNT = 4000000, FEW = 200000, SIZE = 1024 }; /* SIZE: of a ring */

struct ring {
    _Alignas(64) _Atomic unsigned head;
    _Alignas(64) _Atomic unsigned tail;
    int items[SIZE];
};
static struct pair {
    struct ring there, back;
} *pairs;
static int ends[PEERS][2];

/* --- Rings --- */

static size_t take_ring(struct ring *ring, int *items)
{
    unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed), count;
    count = atomic_load_explicit(&ring->head, memory_order_acquire) - tail;
    for (unsigned i = 0; i < count; i++) items[i] = ring->items[(tail + i) % SIZE];
    atomic_store_explicit(&ring->tail, tail + count, memory_order_release);
    return count;
}

/* There is room for all that are in flight. */
static void give_ring(struct ring *ring, const int *items, size_t count)
{
    unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    for (size_t i = 0; i < count; i++) ring->items[(head + i) % SIZE] = items[i];
    atomic_store_explicit(&ring->head, head + (unsigned) count, memory_order_release);
}

/* --- Sockets; a part of an int is read to its end --- */

static size_t take_socket(int socket, int *items)
{
    ssize_t got = read(socket, items, FLIGHT * sizeof *items);
    while (got > 0 && got % (ssize_t) sizeof *items != 0) {
        ssize_t more = read(socket, (char *) items + got, sizeof *items - (size_t) got % sizeof *items);
        if (more <= 0) _exit(1);
        got += more;
    }
    if (got <= 0) _exit(0);
    return (size_t) got / sizeof *items;
}

static void give_socket(int socket, const int *items, size_t count)
{
    const char *from = (const char *) items;
    for (size_t rest = count * sizeof *items; rest > 0;) {
        ssize_t done = write(socket, from, rest);
        if (done <= 0) _exit(1);
        from += done;
        rest -= (size_t) done;
    }
}

/* --- Both sides --- */

static void serve(int peer, int is_ring)
{
    int items[SIZE];
    for (;;) {
        size_t count = is_ring ? take_ring(&pairs[peer].there, items) : take_socket(ends[peer][1], items);
        for (size_t i = 0; i < count; i++) items[i]++;
        if (is_ring) give_ring(&pairs[peer].back, items, count);
        else give_socket(ends[peer][1], items, count);
    }
}

static size_t pass(int peer, int is_ring)
{
    int items[SIZE];
    size_t count = is_ring ? take_ring(&pairs[peer].back, items) : take_socket(ends[peer][0], items);
    if (is_ring) give_ring(&pairs[peer].there, items, count);
    else give_socket(ends[peer][0], items, count);
    return count;
}

int main(int argc, char **argv)
{
    int is_ring = argc > 1 && strcmp(argv[1], "ring") == 0, first[FLIGHT] = {0};
    size_t flight = argc > 2 ? strtoul(argv[2], NULL, 10) : FLIGHT;
    int peers = flight == 1 ? 1 : PEERS;
    pid_t children[PEERS];
    pairs = mmap(NULL, PEERS * sizeof *pairs, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (pairs == MAP_FAILED || flight < 1 || flight > FLIGHT) return 1;
    for (int peer = 0; peer < peers; peer++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends[peer]) != 0) return 1;
        children[peer] = fork();
        if (children[peer] == 0) serve(peer, is_ring);
        if (is_ring) give_ring(&pairs[peer].there, first, flight / peers);
        else give_socket(ends[peer][0], first, flight / peers);
    }
    size_t done = 0, count = flight < FLIGHT ? FEW : COUNT;
    double begin = now_ns();
    while (done < count)
        for (int peer = 0; peer < peers; peer++) done += pass(peer, is_ring);
    printf("%.3f\n", (double) done * 1000 / (now_ns() - begin));
    for (int peer = 0; peer < peers; peer++) kill(children[peer], SIGKILL);
    return 0;
}
