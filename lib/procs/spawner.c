/* spawner.c: two lists under one lock; see spawner.h. */
#define _GNU_SOURCE
#include "spawner.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_NS = 100000000, SECOND_NS = 1000000000 };

struct list {
    struct unsync__spawn_request *first, **last;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t something = PTHREAD_COND_INITIALIZER;
static struct list asked, done;
static bool closing;
static pthread_t thread;
static void (*wake_loop)(void);

static void append(struct list *list, struct unsync__spawn_request *request)
{
    request->next = NULL;
    *list->last = request;
    list->last = &request->next;
}

static struct unsync__spawn_request *take(struct list *list)
{
    struct unsync__spawn_request *request = list->first;
    if (request == NULL) return NULL;
    list->first = request->next;
    if (list->first == NULL) list->last = &list->first;
    return request;
}

static void close_end(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void serve(struct unsync__spawn_request *request, bool refuse)
{
    request->error =
        refuse ? -ECANCELED : unsync__spawn(&request->ends, &request->pid, &request->pidfd);
    if (request->error == 0) request->stops = unsync__stops_watch(request->pid, wake_loop);
    close_end(&request->ends.socket);
    close_end(&request->ends.lifeline);
    close_end(&request->ends.out);
    close_end(&request->ends.err);
}

static void *work(void *unused)
{
    (void) unused;
    pthread_setname_np(pthread_self(), "unsync-spawner");
    pthread_mutex_lock(&lock);
    for (;;) {
        struct unsync__spawn_request *request = take(&asked);
        if (request == NULL && closing) break;
        if (request == NULL) {
            pthread_cond_wait(&something, &lock);
            continue;
        }
        bool refuse = closing;
        pthread_mutex_unlock(&lock);
        serve(request, refuse);
        pthread_mutex_lock(&lock);
        append(&done, request);
        if (!closing) wake_loop();
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

int unsync__spawner_open(void (*wake)(void))
{
    asked.last = &asked.first;
    done.last = &done.first;
    wake_loop = wake;
    closing = false;
    sigset_t blocked, before;
    sigfillset(&blocked); /* all: new processes begin in this memory, with the program's handlers */
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int error = pthread_create(&thread, NULL, work, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -error;
}

void unsync__spawner_ask(struct unsync__spawn_request *request)
{
    pthread_mutex_lock(&lock);
    append(&asked, request);
    pthread_cond_signal(&something);
    pthread_mutex_unlock(&lock);
}

struct unsync__spawn_request *unsync__spawner_done(void)
{
    pthread_mutex_lock(&lock);
    struct unsync__spawn_request *request = take(&done);
    pthread_mutex_unlock(&lock);
    return request;
}

/* One that was stopped before its exec holds the thread up, and no patrol comes any more. */
static void join(void)
{
    struct timespec end;
    do {
        unsync__spawn_look();
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_nsec += LOOK_NS;
        end.tv_sec += end.tv_nsec / SECOND_NS;
        end.tv_nsec %= SECOND_NS;
    } while (pthread_timedjoin_np(thread, NULL, &end) == ETIMEDOUT);
}

void unsync__spawner_close(void)
{
    pthread_mutex_lock(&lock);
    closing = true;
    pthread_cond_signal(&something);
    pthread_mutex_unlock(&lock);
    join();
}
