/* Locks along the control flow: those that are held across an await, on any way, and those that are not. */
#include <pthread.h>
#include <threads.h>
#include <unsync.h>

static pthread_mutex_t lock, other;
static mtx_t plain_lock;

@thread int work(int n) { return n; }

/* ---- held ---- */

@thread int deferred(int n)
{
    pthread_mutex_lock(&lock);
    defer pthread_mutex_unlock(&lock);
    return await work(n);
}

@thread int deferred_block(int n)
{
    int sum = 0;
    {
        pthread_mutex_lock(&lock);
        defer {
            sum += await work(n);
            pthread_mutex_unlock(&lock);
        }
    }
    return sum;
}

@thread int got(int n)
{
    if (pthread_mutex_trylock(&lock) == 0) {
        n = await work(n);
        pthread_mutex_unlock(&lock);
    }
    return n;
}

@thread int got_behind(int n)
{
    int code;

    if ((code = pthread_mutex_trylock(&lock)) != 0) unsync_fail(-code, "busy");
    n = await work(n);
    pthread_mutex_unlock(&lock);
    return n;
}

@thread int got_in_turn(int n)
{
    while (n > 0) {
        if (mtx_trylock(&plain_lock) != thrd_success) continue;
        n = await work(n);
        mtx_unlock(&plain_lock);
    }
    return n;
}

@thread int by_case(int n)
{
    switch (n) {
    case 1:
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
        break;
    case 2:
        pthread_mutex_lock(&other);
        break;
    default:
        n = await work(n);
    }
    n = await work(n);
    pthread_mutex_unlock(&other);
    return n;
}

@thread int by_goto(int n)
{
    pthread_mutex_lock(&lock);
    if (n > 3) goto out;
    pthread_mutex_unlock(&lock);
    return 0;
out:
    n = await work(n);
    pthread_mutex_unlock(&lock);
    return n;
}

@thread int by_break(int n)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        if (n-- > 3) break;
        pthread_mutex_unlock(&lock);
    }
    n = await work(n);
    pthread_mutex_unlock(&lock);
    return n;
}

@thread int checked(int n)
{
    if (pthread_mutex_lock(&lock) != 0 || n == 3) return await work(n);
    n = await work(n);
    (pthread_mutex_unlock)(&lock);
    return n;
}

/* ---- not held ---- */

@thread int before(int n)
{
    {
        pthread_mutex_lock(&lock);
        defer pthread_mutex_unlock(&lock);
        n++;
    }
    return await work(n);
}

@thread int each_turn(int n)
{
    for (int i = 0; i < n; i++) {
        pthread_mutex_lock(&lock);
        defer pthread_mutex_unlock(&lock);
        if (i == 3) break;
        if (i == 5) continue;
    }
    return await work(n);
}

@thread int spinning(int n)
{
    while (pthread_mutex_trylock(&lock) != 0) n = await work(n);
    pthread_mutex_unlock(&lock);
    return n;
}

@thread int not_got(int n)
{
    if (!pthread_mutex_trylock(&lock)) pthread_mutex_unlock(&lock);
    else n = await work(n);
    return await work(n);
}

@thread int elsewhere(int n)
{
    int code = pthread_mutex_trylock(&lock);

    if (code != 0) return await work(n);
    pthread_mutex_unlock(&lock);
    return n;
}

@thread int until_done(int n)
{
    while (1) {
        pthread_mutex_lock(&lock);
        if (n-- == 0) {
            pthread_mutex_unlock(&lock);
            break;
        }
        pthread_mutex_unlock(&lock);
    }
    do {
        pthread_mutex_lock(&lock);
        n++;
        pthread_mutex_unlock(&lock);
    } while (n < 3);
    return await work(n);
}
