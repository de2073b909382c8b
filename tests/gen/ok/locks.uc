#include <pthread.h>
#include <threads.h>
#include <unsync.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER, two = PTHREAD_MUTEX_INITIALIZER;
static mtx_t three;

@thread
int job(int n)
{
    return n;
}

@thread
int held(int n)
{
    pthread_mutex_lock(&one);
    n += await job(n);
    pthread_mutex_unlock(&one);
    mtx_lock(&three);
    if (n == 3) {
        mtx_unlock(&three);
        return n;
    }
    return catch job(2);
}

@thread
int given_back(int n)
{
    pthread_mutex_lock(&one);
    if (n == 3) {
        pthread_mutex_unlock(&one);
        return n;
    }
    if (n == 4)
        pthread_mutex_unlock(&one);
    else
        pthread_mutex_unlock(&one);
    n += await job(n);
    pthread_mutex_lock(&two);
    n++;
    pthread_mutex_unlock(&two);
    return n + await job(1);
}

#define LOCKED(m) for (int once = (mtx_lock(m), 1); once; once = (mtx_unlock(m), 0))

@thread
int by_macro(int n)
{
    LOCKED(&three) n++;
    LOCKED(&three) n += await job(n);
    return n;
}

@async
int on_the_loop(int n)
{
    for (int i = 0; i < n; i++) {
        if (pthread_mutex_trylock(&two) != 0) continue;
        await job(i);
        pthread_mutex_unlock(&two);
    }
    return n;
}
