/* stops.c: see stops.h. Two hold the memory, the thread and who looks; the second frees it. A child
 * is named by its number: should another have it by then, nobody looks at what is seen of that. */
#define _GNU_SOURCE
#include "stops.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "../base/alloc.h"

enum { CLOSE_S = 1 }; /* a child that cannot be killed is not waited for */
/* Of the address space, of which there may be little (RLIMIT_AS); a thread has 8 MiB else. */
enum { STACK_BYTES = 128 * 1024 };

struct unsync__stops {
    pid_t pid;
    void (*ring)(void);
    atomic_int signal; /* that it was stopped by; 0: it was not, or was continued */
    atomic_bool seen;
    atomic_uint holders;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t one_is_over = PTHREAD_COND_INITIALIZER;
static unsigned threads;
static bool closed;

static void let_go(struct unsync__stops *stops)
{
    if (atomic_fetch_sub(&stops->holders, 1) == 1) unsync__free(stops);
}

static void tell(struct unsync__stops *stops)
{
    atomic_store(&stops->seen, true);
    pthread_mutex_lock(&lock);
    if (!closed) stops->ring();
    pthread_mutex_unlock(&lock);
}

/* Waits until the child was stopped or continued. False: it has ended. */
static bool next_change(struct unsync__stops *stops)
{
    siginfo_t status;
    int error;
    do {
        memset(&status, 0, sizeof status);
        error = waitid(P_PID, (id_t) stops->pid, &status, WSTOPPED | WCONTINUED);
    } while (error != 0 && errno == EINTR);
    if (error != 0) return false;
    atomic_store(&stops->signal, status.si_code == CLD_STOPPED ? status.si_status : 0);
    return true;
}

static void *work(void *argument)
{
    struct unsync__stops *stops = argument;
    pthread_setname_np(pthread_self(), "unsync-stops");
    while (next_change(stops))
        if (atomic_load(&stops->signal) != 0) tell(stops);
    let_go(stops);
    pthread_mutex_lock(&lock);
    threads--;
    pthread_cond_broadcast(&one_is_over);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void count(unsigned more)
{
    pthread_mutex_lock(&lock);
    closed = false;
    threads += more;
    pthread_mutex_unlock(&lock);
}

/* 0; or an error. What the program has for each thread may not go into a small stack. */
static int start(struct unsync__stops *stops)
{
    pthread_t thread;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, STACK_BYTES);
    int error = pthread_create(&thread, &small, work, stops);
    pthread_attr_destroy(&small);
    if (error == EINVAL) error = pthread_create(&thread, NULL, work, stops);
    if (error == 0) pthread_detach(thread);
    return error;
}

struct unsync__stops *unsync__stops_watch(pid_t pid, void (*ring)(void))
{
    struct unsync__stops *stops = unsync__zalloc(sizeof *stops);
    if (stops == NULL) return NULL;
    stops->pid = pid;
    stops->ring = ring;
    atomic_init(&stops->holders, 2);
    count(1);
    if (start(stops) != 0) {
        count(-1u);
        unsync__free(stops);
        return NULL;
    }
    return stops;
}

bool unsync__stops_look(struct unsync__stops *stops)
{
    return stops != NULL && atomic_exchange(&stops->seen, false);
}

int unsync__stops_now(const struct unsync__stops *stops)
{
    return stops == NULL ? 0 : atomic_load(&stops->signal);
}

void unsync__stops_forget(struct unsync__stops *stops)
{
    if (stops != NULL) let_go(stops);
}

void unsync__stops_close(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CLOSE_S;
    pthread_mutex_lock(&lock);
    closed = true;
    while (threads > 0 && pthread_cond_timedwait(&one_is_over, &lock, &until) == 0) {
    }
    pthread_mutex_unlock(&lock);
}
