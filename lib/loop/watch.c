/* watch.c: see watch.h. The loop thread tells of each resume, by two numbers, and libuv how long it
 * has slept. While neither moves, somebody holds it. Requests go through the door as messages; one
 * that was not answered in time stays under way, and its answer is thrown away. */
#define _GNU_SOURCE
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "../base/debug.h"
#include "../base/environment.h"
#include "../base/signals.h"
#include "../core/name.h"
#include "../core/sched.h"
#include "../core/task.h"
#include "../core/trace.h"
#include "ambient.h"
#include "ask.h"
#include "door.h"
#include "dump.h"
#include "loop.h"
#include "stack.h"
#include "symbols.h"

enum { SLOW_DEFAULT_MS = 100, SLOW_MAX_MS = 1000000, TICK_MIN_MS = 2, TICKS = 4 };
enum { MISSES_MAX = 10, STEPS = 8, STEP_NS = 125000000, SECOND_NS = 1000000000 };

static pthread_t thread;
static bool is_open;
static int slow_ms, listener = -1, bell = -1; /* bell: an eventfd */
static atomic_bool stopping, quit_asked;

/* Told by the loop thread. */
static atomic_ullong turns;    /* resumes so far */
static atomic_ullong began_ms; /* when the one at hand began; 0: there is none */
static atomic_ullong reported; /* the turn that was reported, plus 1 */
static atomic_ullong over_ms;  /* how long it lasted, plus 1; 0: it is not over */
static const struct unsync__kind *over_kind;

/* --- On the loop thread ----------------------------------------------------------------------- */

/* Of the resume at hand: the task may be gone when it is over. */
static const struct unsync__kind *kind;

static void put_over(const struct unsync__kind *whose, uint64_t ms)
{
    fprintf(stderr, "unsync: slow: %s gave the loop thread back after %llu ms\n",
            unsync__name(whose), (unsigned long long) ms);
}

/* What was reported is over below its report, which the other thread may still be writing. */
static void resume_over(uint64_t now)
{
    uint64_t ms = now - atomic_load(&began_ms);
    if (atomic_load(&reported) == atomic_load(&turns) + 1) {
        over_kind = kind;
        atomic_store(&over_ms, ms + 1);
    } else if (ms >= (uint64_t) slow_ms) {
        put_over(kind, ms);
    }
}

static void resumes(const struct unsync__task *task)
{
    uint64_t now = unsync__trace_now_ms();
    if (atomic_load(&began_ms) != 0) resume_over(now);
    atomic_fetch_add(&turns, 1);
    if (task != NULL) kind = task->kind;
    atomic_store(&began_ms, task != NULL ? now : 0);
}

/* --- What holds the loop thread --------------------------------------------------------------- */

static void put_stack(FILE *out, const struct unsync__stack *stack, uint64_t ms)
{
    const struct unsync__kind *who = stack->kind;
    if (who == NULL)
        fprintf(out, "unsync: slow: the loop thread is held by no task");
    else
        fprintf(out, "unsync: slow: %s holds the loop thread", unsync__name(who));
    if (who != NULL && stack->resumed)
        fprintf(out, ", resumed at %s:%d", stack->file, stack->line);
    fprintf(out, ", for %llu ms now\n", (unsigned long long) ms);
    if (stack->count > 0)
        unsync__symbols_print(out, stack->addresses, stack->count, who != NULL ? who->file : NULL);
}

static struct {
    uint64_t turn, idle_ns, since_ms;
} seen;

/* For how long has it not moved? */
static uint64_t held_ms(void)
{
    uint64_t now = unsync__trace_now_ms(), began = atomic_load(&began_ms);
    uint64_t turn = atomic_load(&turns), idle_ns = uv_metrics_idle_time(unsync__loop_uv());
    if (turn != seen.turn || idle_ns != seen.idle_ns) {
        seen.turn = turn;
        seen.idle_ns = idle_ns;
        seen.since_ms = now;
        return 0;
    }
    if (began != 0) return now - began;
    return unsync__ambient_is_adopted() ? 0 : now - seen.since_ms; /* a host's time is its own */
}

/* Who was found to hold it in the turn that was reported: what that task has started at once runs
 * below it, and may be what takes the time. */
static const struct unsync__kind *holder;

static void end_report(void)
{
    uint64_t ms = atomic_exchange(&over_ms, 0);
    if (ms > 0) put_over(holder != NULL ? holder : over_kind, ms - 1);
    if (ms > 0) holder = NULL;
}

/* The stack may be of a later turn than the one that was slow: then that has told itself. */
static void look(void)
{
    static uint64_t turn_reported;
    static unsigned misses; /* the thread may wait for a processor itself */
    struct unsync__stack stack = {.kind = NULL};
    end_report();
    uint64_t ms = held_ms();
    if (ms < (uint64_t) slow_ms || turn_reported == seen.turn + 1) return;
    if (!unsync__stack_take(&stack) && ++misses < MISSES_MAX) return;
    misses = 0;
    end_report(); /* of an earlier one */
    turn_reported = seen.turn + 1;
    holder = stack.kind;
    atomic_store(&reported, seen.turn + 1);
    if (atomic_load(&turns) == seen.turn) put_stack(stderr, &stack, ms);
    end_report();
}

/* --- The tree of tasks, asked of the loop thread ---------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static bool under_way; /* the message is in the door */
static char *answer;
static size_t answer_len;

static void deliver(struct unsync__message *message)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    (void) message;
    if (out != NULL) {
        unsync__dump(out);
        fclose(out);
    }
    pthread_mutex_lock(&lock);
    free(answer);
    answer = text;
    answer_len = len;
    under_way = false;
    pthread_cond_signal(&answered);
    pthread_mutex_unlock(&lock);
}

/* For a second, in steps, as in patience.h: the loop is to have a fair part of it. Under the
 * lock. */
static void wait_for_answer(void)
{
    for (int step = 0; answer == NULL && step < STEPS && !atomic_load(&stopping); step++) {
        struct timespec end;
        int error = 0;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_nsec += STEP_NS;
        end.tv_sec += end.tv_nsec / SECOND_NS;
        end.tv_nsec %= SECOND_NS;
        while (answer == NULL && error == 0 && !atomic_load(&stopping))
            error = pthread_cond_timedwait(&answered, &lock, &end);
    }
}

/* NULL: the loop thread is busy; else the caller's to free. */
static char *ask_tree(size_t *len)
{
    static struct unsync__message message = {.deliver = deliver};
    pthread_mutex_lock(&lock);
    bool posts = !under_way;
    if (posts) {
        free(answer);
        answer = NULL;
        under_way = true;
    }
    pthread_mutex_unlock(&lock);
    if (posts) unsync__door_post(&message);
    pthread_mutex_lock(&lock);
    wait_for_answer();
    char *text = answer;
    *len = answer_len;
    answer = NULL;
    pthread_mutex_unlock(&lock);
    return text;
}

/* The tree, or who keeps the loop thread from telling it. */
static char *tell(size_t *len)
{
    char *text = ask_tree(len);
    if (text != NULL) return text;
    FILE *out = open_memstream(&text, len);
    if (out == NULL) return NULL;
    uint64_t began = atomic_load(&began_ms);
    struct unsync__stack stack = {.kind = NULL};
    unsync__stack_take(&stack);
    fprintf(out, "unsync: the loop thread does not answer\n");
    put_stack(out, &stack, unsync__trace_now_ms() - (began != 0 ? began : seen.since_ms));
    fclose(out);
    return text;
}

static void print_tree(void)
{
    size_t len;
    char *text = tell(&len);
    if (text != NULL) fwrite(text, 1, len, stderr);
    free(text);
    atomic_store(&quit_asked, false);
}

static void serve(void)
{
    int fd = unsync__ask_accept(listener);
    size_t len = 0, sent = 0;
    char request[8];
    if (fd < 0) return;
    char *text = recv(fd, request, sizeof request, 0) > 0 ? tell(&len) : NULL;
    for (ssize_t n = 1; text != NULL && sent < len && n > 0; sent += (size_t) (n > 0 ? n : 0))
        n = send(fd, text + sent, len - sent, MSG_NOSIGNAL);
    free(text);
    close(fd);
}

/* --- SIGQUIT ---------------------------------------------------------------------------------- */

static void ring(void)
{
    uint64_t one = 1;
    if (write(bell, &one, sizeof one) < 0) { /* it rings already */
    }
}

/* A second one, before the first is answered, does what it would have done. */
static void quit(int number)
{
    int before = errno;
    if (atomic_exchange(&quit_asked, true)) {
        signal(number, SIG_DFL);
        raise(number);
    }
    ring();
    errno = before;
}

static void catch_quit(void)
{
    struct sigaction now, mine = {.sa_handler = quit, .sa_flags = SA_RESTART};
    if (sigaction(SIGQUIT, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        sigaction(SIGQUIT, &mine, NULL);
}

static void leave_quit(void)
{
    struct sigaction now;
    if (sigaction(SIGQUIT, NULL, &now) == 0 && now.sa_handler == quit) signal(SIGQUIT, SIG_DFL);
}

/* --- The thread ------------------------------------------------------------------------------- */

static void *watch(void *unused)
{
    int tick_ms = slow_ms / TICKS > TICK_MIN_MS ? slow_ms / TICKS : TICK_MIN_MS;
    struct pollfd fds[] = {{.fd = bell, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
    (void) unused;
    pthread_setname_np(pthread_self(), "unsync-debug");
    for (uint64_t rings; poll(fds, 2, tick_ms) >= 0 || errno == EINTR;) {
        if (atomic_load(&stopping)) break;
        if (read(bell, &rings, sizeof rings) > 0 && atomic_load(&quit_asked)) print_tree();
        if (fds[1].revents != 0) serve();
        look();
    }
    return NULL;
}

static bool start_thread(void)
{
    sigset_t blocked, before;
    unsync__signals_of_thread(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int error = pthread_create(&thread, NULL, watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}

void unsync__watch_open(void)
{
    const char *why;
    if (!unsync__debug || !unsync__debug_is_mine) return;
    slow_ms = (int) unsync__environment_number("UNSYNC_SLOW_MS", 1, SLOW_MAX_MS, SLOW_DEFAULT_MS);
    bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    listener = unsync__ask_open(&why);
    if (listener < 0) fprintf(stderr, "unsync: no socket for `unsync ps`: %s\n", why);
    unsync__stack_open();
    seen.since_ms = unsync__trace_now_ms();
    if (bell < 0 || !start_thread()) {
        fprintf(stderr, "unsync: no thread to watch the loop\n");
        return;
    }
    is_open = true;
    unsync__sched_watch(resumes);
    catch_quit();
    unsync__loop_on_close(unsync__watch_close);
}

void unsync__watch_close(void)
{
    if (!is_open) return;
    is_open = false;
    leave_quit();
    unsync__sched_watch(NULL);
    atomic_store(&stopping, true);
    ring();
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&answered);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    end_report();
    unsync__stack_close();
    unsync__ask_close(listener);
    close(bell);
    free(answer);
    answer = NULL;
}
