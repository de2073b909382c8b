/* spawn.c: see spawn.h. clone with CLONE_VM and CLONE_VFORK: no page table is copied, the parent
 * thread waits until the exec. So the child runs in this memory, maybe while other threads hold any
 * lock: it makes bare system calls only, and writes to its own stack. Its signal handlers are reset
 * before anything may be delivered, or the parent's would run in it. CLONE_PIDFD: a handle on the
 * process that cannot mean another, whoever reaps it. Sanitizers must not instrument the child: it
 * shares their shadow but never returns. */
#define _GNU_SOURCE
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../worker/program.h"
#include "../worker/takeover.h"

enum { STACK_BYTES = 64 * 1024, SIGNALS = 64, SIGNAL_SET_BYTES = 8, EXEC_FAILED = 127 };
/* Where descriptors end up, and above which they are put out of each other's way first. */
enum { FILE_AT = 5, LOADED_AT = UNSYNC__TAKEOVER_LOADED, ABOVE = 10 };

struct plan {
    struct unsync__program program;
    char **environment;
    struct unsync__spawn_ends ends;
    pid_t parent;
    volatile int error; /* what the child failed with */
};

#define BARE __attribute__((no_sanitize("address", "thread", "undefined")))

BARE static int put(int from, int to)
{
    return (int) syscall(SYS_dup3, from, to, 0);
}

/* Signals as at the start of a program; the mask comes last. */
BARE static void reset_signals(void)
{
    static const uint64_t
        action[4]; /* the kernel's struct sigaction: SIG_DFL, no flags, empty mask */
    static const uint64_t nothing_blocked;
    for (int signal = 1; signal <= SIGNALS; signal++)
        syscall(SYS_rt_sigaction, signal, action, NULL, SIGNAL_SET_BYTES);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &nothing_blocked, NULL, SIGNAL_SET_BYTES);
}

/* A copy above the numbers that things are to have; of the null device if it is none. */
BARE static int lift(int fd, int null)
{
    return (int) syscall(SYS_fcntl, fd >= 0 ? fd : null, F_DUPFD, ABOVE);
}

/* 0 to 4 as promised, the program at 5 until the exec, the box at 6, what ld.so loads at 7; all
 * others closed. */
BARE static int arrange_descriptors(struct plan *plan)
{
    int null = (int) syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR);
    int high_null = (int) syscall(SYS_fcntl, null, F_DUPFD, ABOVE);
    int socket = lift(plan->ends.socket, null), box = lift(plan->ends.box, null);
    int lifeline = lift(plan->ends.lifeline, null);
    int out = lift(plan->ends.out, null), err = lift(plan->ends.err, null);
    int file = lift(plan->program.file, null);
    int loaded = plan->program.loaded;
    if (loaded >= 0) loaded = lift(loaded, null);
    if (high_null < 0 || socket < 0 || lifeline < 0 || box < 0 || out < 0 || err < 0 || file < 0)
        return -1;
    /* Taken now: the null device may have landed on a closed standard descriptor. */
    put(high_null, STDIN_FILENO);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (syscall(SYS_fcntl, fd, F_GETFD) < 0) put(high_null, fd);
    if (plan->ends.out >= 0) put(out, STDOUT_FILENO);
    if (plan->ends.err >= 0) put(err, STDERR_FILENO);
    if (put(socket, UNSYNC__TAKEOVER_SOCKET) < 0 || put(lifeline, UNSYNC__TAKEOVER_LIFELINE) < 0 ||
        put(box, UNSYNC__TAKEOVER_BOX) < 0)
        return -1;
    if (syscall(SYS_dup3, file, FILE_AT, O_CLOEXEC) < 0) return -1;
    if (loaded >= 0 && put(loaded, LOADED_AT) < 0) return -1;
    unsigned first = loaded >= 0 ? LOADED_AT + 1 : LOADED_AT;
    return (int) syscall(SYS_close_range, first, ~0u, 0);
}

BARE static int child(void *argument)
{
    struct plan *plan = argument;
    reset_signals();
    syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (syscall(SYS_getppid) != plan->parent) syscall(SYS_exit_group, EXEC_FAILED);
    syscall(SYS_setpgid, 0, 0);
    if (arrange_descriptors(plan) == 0)
        syscall(SYS_execveat, FILE_AT, "", plan->program.argv, plan->environment, AT_EMPTY_PATH);
    plan->error = errno;
    syscall(SYS_exit_group, EXEC_FAILED);
    return EXEC_FAILED;
}

/* The environment of this moment, with the variable for the takeover. */
static char **environment_with(char *variable)
{
    size_t count = 0, kept = 0, len = strlen(UNSYNC__TAKEOVER_VARIABLE "=");
    while (environ != NULL && environ[count] != NULL) count++;
    char **copy = unsync__alloc((count + 2) * sizeof *copy);
    if (copy == NULL) return NULL;
    for (size_t i = 0; i < count && environ[i] != NULL; i++)
        if (strncmp(environ[i], UNSYNC__TAKEOVER_VARIABLE "=", len) != 0) copy[kept++] = environ[i];
    copy[kept++] = variable;
    copy[kept] = NULL;
    return copy;
}

/* ThreadSanitizer takes `clone` for a fork and stops to follow the locks of this thread: glibc's
 * other name for it goes past. */
#ifdef __GLIBC__
extern __typeof__(clone) __clone;
#define clone __clone
#endif

/* The kernel writes it down before this thread waits for the exec; -1: nobody is started. Under
 * the lock it is not closed. */
static int starting = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int set_starting(int pidfd)
{
    pthread_mutex_lock(&lock);
    int before = __atomic_exchange_n(&starting, pidfd, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&lock);
    return before;
}

void unsync__spawn_look(void)
{
    siginfo_t status = {0};
    pthread_mutex_lock(&lock);
    int pidfd = __atomic_load_n(&starting, __ATOMIC_RELAXED);
    bool is_known = pidfd >= 0 && waitid(P_PIDFD, (id_t) pidfd, &status,
                                         WSTOPPED | WNOHANG | WNOWAIT) == 0;
    if (is_known && status.si_pid != 0) syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
    pthread_mutex_unlock(&lock);
}

/* Runs the plan; the pidfd is kept only if the exec worked. */
static int run(struct plan *plan, char *stack, pid_t *pid, int *pidfd)
{
    int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD;
    pid_t made = clone(child, stack + STACK_BYTES, flags, plan, &starting);
    int error = errno;
    *pidfd = set_starting(-1);
    if (made < 0) return -error;
    *pid = made;
    if (plan->error == 0) return 0;
    siginfo_t info;
    waitid(P_PIDFD, (id_t) *pidfd, &info, WEXITED);
    close(*pidfd);
    return -plan->error;
}

int unsync__spawn(const struct unsync__spawn_ends *ends, pid_t *pid, int *pidfd)
{
    char variable[64];
    struct plan plan = {.ends = *ends, .parent = getpid()};
    unsync__program_get(&plan.program, LOADED_AT);
    snprintf(variable, sizeof variable, "%s=%d%s", UNSYNC__TAKEOVER_VARIABLE,
             UNSYNC__TAKEOVER_SOCKET, plan.program.named ? " named" : "");
    plan.environment = environment_with(variable);
    char *stack = unsync__alloc(STACK_BYTES);
    int error = -ENOMEM;
    if (plan.program.file < 0)
        error = plan.program.file;
    else if (plan.program.argv != NULL && plan.environment != NULL && stack != NULL)
        error = run(&plan, stack, pid, pidfd);
    unsync__free(stack);
    unsync__free(plan.environment);
    unsync__program_free(&plan.program);
    return error;
}
