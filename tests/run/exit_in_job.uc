/* A job that is under way when a task calls exit: its thread ends by itself, and nobody is to join it
 * (TSan would call it a leak). */
#define _GNU_SOURCE
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unsync.h>

static sem_t begins, ends;
static atomic_int thread;

/* Called after what the library has to do at exit, since it was asked for before. */
static void let_it_end(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d", atomic_load(&thread));
    sem_post(&ends);
    while (access(path, F_OK) == 0) usleep(100);
}

__attribute__((constructor)) static void prepare(void)
{
    sem_init(&begins, 0, 0);
    sem_init(&ends, 0, 0);
    atexit(let_it_end);
}

@thread
int job(int n)
{
    atomic_store(&thread, gettid());
    sem_post(&begins);
    while (sem_wait(&ends) != 0) continue;
    return n;
}

@thread
void see_begin(void)
{
    while (sem_wait(&begins) != 0) continue;
}

@async
int main(void)
{
    unsync_background(job(1));
    await see_begin();
    puts("exits");
    exit(0);
}
