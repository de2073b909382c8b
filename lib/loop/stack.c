/* stack.c: see stack.h. The signal is a real-time one that nobody has claimed, counted from the
 * last. */
#define _GNU_SOURCE
#include "stack.h"

#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>

#include "../core/task.h"
#include "dump.h"

enum { PATIENCE_S = 1 };

static int number; /* of the signal; 0: none */
static pthread_t loop_thread;
static sem_t answered;
static atomic_bool asked;
static struct unsync__stack answer;

/* Where the thread was when the signal came. */
static void *interrupted_at(void *context)
{
    const ucontext_t *at = context;
#if defined __x86_64__
    return (void *) at->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
    return (void *) at->uc_mcontext.pc;
#else
    (void) at;
    return NULL;
#endif
}

/* Without the frames of the handler itself. */
static void keep_from(void *address)
{
    int first = 0;
    while (first < answer.count && answer.addresses[first] != address) first++;
    if (first == answer.count) return;
    answer.count -= first;
    memmove(answer.addresses, answer.addresses + first, (size_t) answer.count * sizeof(void *));
}

static void note_task(void)
{
    const struct unsync__task *task = unsync__here != NULL ? unsync__here->current : NULL;
    answer.kind = task != NULL && unsync__has_frame(task) ? task->kind : NULL;
    if (answer.kind == NULL) return;
    unsync__dump_place(task, &answer.file, &answer.line);
    answer.resumed = answer.kind->lines != NULL && task->state > 0;
}

static void handle(int signal_number, siginfo_t *info, void *context)
{
    int before = errno;
    (void) signal_number;
    (void) info;
    if (!atomic_exchange(&asked, false)) return;
    note_task();
    answer.count = backtrace(answer.addresses, UNSYNC__STACK_MAX);
    keep_from(interrupted_at(context));
    sem_post(&answered);
    errno = before;
}

static int free_signal(void)
{
    struct sigaction now;
    for (int n = SIGRTMAX; n >= SIGRTMIN; n--)
        if (sigaction(n, NULL, &now) == 0 && now.sa_handler == SIG_DFL) return n;
    return 0;
}

bool unsync__stack_open(void)
{
    void *first[1];
    sigset_t mine;
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_RESTART};
    number = free_signal();
    if (number == 0) return false;
    backtrace(first, 1); /* loads what it needs, which a handler may not */
    loop_thread = pthread_self();
    sem_init(&answered, 0, 0);
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
    sigemptyset(&mine);
    sigaddset(&mine, number);
    pthread_sigmask(SIG_UNBLOCK, &mine, NULL);
    return true;
}

void unsync__stack_close(void)
{
    if (number != 0) signal(number, SIG_IGN); /* one may be under way */
    number = 0;
}

bool unsync__stack_take(struct unsync__stack *stack)
{
    struct timespec end;
    if (number == 0) return false;
    while (sem_trywait(&answered) == 0) continue; /* of one that came too late */
    atomic_store(&asked, true);
    if (pthread_kill(loop_thread, number) != 0) return false;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += PATIENCE_S;
    int error;
    while ((error = sem_timedwait(&answered, &end)) != 0 && errno == EINTR) continue;
    if (error != 0 && atomic_exchange(&asked, false)) return false; /* else it is coming */
    while (error != 0 && (error = sem_wait(&answered)) != 0) continue;
    *stack = answer;
    return true;
}
