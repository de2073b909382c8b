/* argv[2] MiB to another process, a checksum back: "socketpair", or "memory": copied once into shared memory
 * that is kept, both sides look at it all the time. us there and back beyond the checksum itself. */
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../clock.h"

enum { BYTES = 512 << 20, PARTS = 8, WARM = 3 }; /* in all; as ../../bulk.uc has it */

static size_t len;
static uint64_t *list;
static int ends[2];
static struct {
    _Atomic int turn;
    uint64_t sum;
} *word;
static uint64_t *shared;

static uint64_t sum(const uint64_t *at)
{
    uint64_t all = 0;
    for (size_t i = 0; i < len / sizeof *at; i++) all += at[i];
    return all;
}

static int move(int fd, void *bytes, size_t count, int out)
{
    for (size_t done = 0; done < count;) {
        ssize_t now = out ? write(fd, (char *) bytes + done, count - done)
                          : read(fd, (char *) bytes + done, count - done);
        if (now <= 0) return 0;
        done += (size_t) now;
    }
    return 1;
}

static uint64_t ask_socket(void)
{
    uint64_t all = 0;
    move(ends[0], list, len, 1);
    move(ends[0], &all, sizeof all, 0);
    return all;
}

static void answer_socket(void)
{
    while (move(ends[1], list, len, 0)) {
        uint64_t all = sum(list);
        move(ends[1], &all, sizeof all, 1);
    }
}

static uint64_t ask_memory(void)
{
    memcpy(shared, list, len);
    atomic_store(&word->turn, 1);
    while (atomic_load(&word->turn) != 0) continue;
    return word->sum;
}

static void answer_memory(void)
{
    for (;;) {
        while (atomic_load(&word->turn) != 1) continue;
        word->sum = sum(shared);
        atomic_store(&word->turn, 0);
    }
}

static void *map(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

int main(int argc, char **argv)
{
    int memory = argc > 1 && strcmp(argv[1], "memory") == 0, wrong = 0;
    len = (argc > 2 ? strtoul(argv[2], NULL, 10) : 1) << 20;
    list = malloc(len);
    shared = map(len);
    word = map(sizeof *word);
    if (list == NULL || shared == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    for (size_t i = 0; i < len / sizeof *list; i++) list[i] = i * i;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        memory ? answer_memory() : answer_socket();
        _exit(0);
    }
    uint64_t right = sum(list);
    uint64_t (*ask)(void) = memory ? ask_memory : ask_socket;
    for (int i = 0; i < WARM; i++) wrong += ask() != right;
    size_t rounds = BYTES / len / PARTS;
    double beyond[PARTS];
    for (int part = 0; part < PARTS; part++) {
        double begin = now_ns();
        for (size_t i = 0; i < rounds; i++) wrong += ask() != right;
        double there = now_ns() - begin;
        for (size_t i = 0; i < rounds; i++) wrong += sum(list) != right;
        beyond[part] = 2 * there - (now_ns() - begin);
    }
    printf("%.3f\n", median_of(beyond, PARTS) / (double) rounds / 1000);
    kill(child, SIGKILL);
    return wrong;
}
