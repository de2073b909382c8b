/* An int to another process and back, by what the kernel and the machine give: "socketpair"; "futex", two
 * processes that wake each other; "spin", two that look at shared memory all the time. After a pause each if
 * "idle" follows: us there and back. */
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../clock.h"

enum { BURST = 50000, IDLE = 300, PAUSE_US = 2000 };

static int ends[2];
static _Atomic int *turn; /* whose: 0 asks, 1 answers */

/* --- A socket --- */

static void ask_socket(void)
{
    int n = 0;
    if (write(ends[0], &n, sizeof n) < 0 || read(ends[0], &n, sizeof n) < 0) perror("socket");
}

static void answer_socket(void)
{
    int n;
    while (read(ends[1], &n, sizeof n) > 0 && write(ends[1], &n, sizeof n) > 0) continue;
}

/* --- Shared memory, asleep between --- */

static void wait_asleep(int mine)
{
    while (atomic_load(turn) != mine) syscall(SYS_futex, turn, FUTEX_WAIT, !mine, NULL, NULL, 0);
}

static void pass_waking(int other)
{
    atomic_store(turn, other);
    syscall(SYS_futex, turn, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void ask_futex(void)
{
    pass_waking(1);
    wait_asleep(0);
}

static void answer_futex(void)
{
    for (;;) {
        wait_asleep(1);
        pass_waking(0);
    }
}

/* --- Shared memory, awake --- */

static void ask_spin(void)
{
    atomic_store(turn, 1);
    while (atomic_load(turn) != 0) continue;
}

static void answer_spin(void)
{
    for (;;) {
        while (atomic_load(turn) != 1) continue;
        atomic_store(turn, 0);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*ask)(void), (*answer)(void);
    } ways[] = {{"socketpair", ask_socket, answer_socket},
                {"futex", ask_futex, answer_futex},
                {"spin", ask_spin, answer_spin}};
    int way = 0, idle = argc > 2 && strcmp(argv[2], "idle") == 0, count = idle ? IDLE : BURST;
    while (way < 2 && argc > 1 && strcmp(argv[1], ways[way].name) != 0) way++;
    turn = mmap(NULL, sizeof *turn, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (turn == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        ways[way].answer();
        _exit(0);
    }
    double all = 0;
    for (int i = 0; i < count; i++) {
        if (idle) usleep(PAUSE_US);
        double begin = now_ns();
        ways[way].ask();
        all += now_ns() - begin;
    }
    printf("%.3f\n", all / count / 1000);
    return kill(child, SIGKILL);
}
