/* 1,000 jobs in flight, million a second: "work": uv_queue_work with two threads; "queue": the limit, one
 * thread that takes batches from a list under a mutex and gives them back in another one. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "../../clock.h"

enum { FLIGHT = 1000, ROUNDS = 2000 };

/* --- uv_queue_work --- */

static uv_work_t works[FLIGHT];
static long finished;

static void run(uv_work_t *work)
{
    work->data = (char *) work->data + 1;
}

static void done(uv_work_t *work, int status)
{
    (void) status;
    if (finished++ < (long) FLIGHT * (ROUNDS - 1)) uv_queue_work(uv_default_loop(), work, run, done);
}

static void with_uv(void)
{
    for (int i = 0; i < FLIGHT; i++) uv_queue_work(uv_default_loop(), &works[i], run, done);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

/* --- A list under a mutex --- */

struct job {
    struct job *next;
    int n;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t some_job = PTHREAD_COND_INITIALIZER, some_answer = PTHREAD_COND_INITIALIZER;
static struct job *to_do, *answers;
static int over;

static void *serve(void *unused)
{
    pthread_mutex_lock(&lock);
    while (!over) {
        struct job *mine = to_do, *back = NULL;
        to_do = NULL;
        if (mine == NULL) {
            pthread_cond_wait(&some_job, &lock);
            continue;
        }
        pthread_mutex_unlock(&lock);
        for (struct job *job = mine, *next; job != NULL; job = next) {
            next = job->next;
            job->n++;
            job->next = back;
            back = job;
        }
        pthread_mutex_lock(&lock);
        while (back != NULL) {
            struct job *next = back->next;
            back->next = answers;
            answers = back;
            back = next;
        }
        pthread_cond_signal(&some_answer);
    }
    pthread_mutex_unlock(&lock);
    return unused;
}

static void put(struct job *job)
{
    pthread_mutex_lock(&lock);
    job->next = to_do;
    to_do = job;
    pthread_cond_signal(&some_job);
    pthread_mutex_unlock(&lock);
}

static void with_a_list(void)
{
    static struct job jobs[FLIGHT];
    pthread_t thread;
    pthread_create(&thread, NULL, serve, NULL);
    for (int i = 0; i < FLIGHT; i++) put(&jobs[i]);
    for (long taken = 0; taken < (long) FLIGHT * ROUNDS;) {
        pthread_mutex_lock(&lock);
        while (answers == NULL) pthread_cond_wait(&some_answer, &lock);
        struct job *mine = answers;
        answers = NULL;
        pthread_mutex_unlock(&lock);
        for (struct job *next; mine != NULL; mine = next, taken++) {
            next = mine->next;
            put(mine);
        }
    }
    pthread_mutex_lock(&lock);
    over = 1;
    pthread_cond_signal(&some_job);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    setenv("UV_THREADPOOL_SIZE", "2", 1);
    double begin = now_ns();
    if (argc > 1 && strcmp(argv[1], "queue") == 0)
        with_a_list();
    else
        with_uv();
    printf("%.3f\n", (double) FLIGHT * ROUNDS * 1000 / (now_ns() - begin));
    return 0;
}
