/* Semaphores, events, conditions, barriers: who waits, in which order, and what a cancelled waiter
 * leaves. */
#include <stdio.h>
#include <unsync.h>

static struct unsync_semaphore permits = UNSYNC_SEMAPHORE(2);
static int inside, most;

@async
void limited(void)
{
    await unsync_semaphore_take(&permits);
    if (++inside > most) most = inside;
    await unsync_yield();
    inside--;
    unsync_semaphore_give(&permits, 1);
}

@async
void semaphores(void)
{
    limited_task tasks[10];
    for (int i = 0; i < 10; i++) tasks[i] = limited();
    unsync_cancel(tasks[2]);
    unsync_cancel(tasks[5]);
    for (int i = 0; i < 10; i++) {
        int code = catch tasks[i];
        if (code != 0) printf("%d: %s\n", i, unsync_code_name(code));
        unsync_release(tasks[i]);
    }
    int left = unsync_semaphore_try(&permits) + unsync_semaphore_try(&permits);
    printf("most %d, left %d\n", most, left);
    printf("%s\n", unsync_code_name(unsync_semaphore_try(&permits)));
    unsync_semaphore_give(&permits, 2);
}

static struct unsync_event ready;

@async
int after_event(int me)
{
    await unsync_event_wait(&ready);
    printf("%d saw it\n", me);
    return me;
}

@async
void events(void)
{
    after_event_task one = after_event(1), two = after_event(2), three = after_event(3);
    await unsync_yield();
    unsync_cancel(two);
    unsync_event_set(&ready);
    unsync_event_clear(&ready);
    await one;
    await three;
    unsync_release(two);
    printf("set: %d\n", unsync_event_is_set(&ready));
    unsync_event_set(&ready);
    await unsync_event_wait(&ready);
}

static struct unsync_lock lock;
static struct unsync_condition filled;
static int stock;

@async
int eats(int me)
{
    await unsync_lock_take(&lock);
    defer unsync_lock_give(&lock);
    while (stock == 0) await unsync_condition_wait(&filled, &lock);
    stock--;
    printf("%d eats\n", me);
    return me;
}

@async
void conditions(void)
{
    eats_task one = eats(1), two = eats(2), three = eats(3);
    await unsync_lock_take(&lock);
    stock = 1;
    unsync_condition_signal(&filled); /* for one, which is cancelled: two gets it */
    unsync_cancel(one);
    unsync_lock_give(&lock);
    printf("one: %s\n", unsync_code_name(catch one));
    unsync_release(one);
    await two;
    await unsync_lock_take(&lock);
    unsync_cancel(three); /* waits for the lock first */
    await unsync_yield();
    printf("three has ended: %d\n", unsync_done(three));
    unsync_lock_give(&lock);
    printf("three: %s\n", unsync_code_name(catch three));
    unsync_release(three);
    await unsync_lock_take(&lock);
    int code = catch unsync_timeout(unsync_condition_wait(&filled, &lock), 1);
    printf("timeout: %s, held: %d\n", unsync_code_name(code),
           unsync_lock_try(&lock) == UNSYNC_EAGAIN);
    unsync_lock_give(&lock);
    eats_task four = eats(4), five = eats(5);
    await unsync_lock_take(&lock);
    stock = 2;
    unsync_condition_signal_all(&filled);
    unsync_lock_give(&lock);
    printf("%d\n", await four + await five);
}

static struct unsync_barrier start = UNSYNC_BARRIER(3);

@async
void runs(int me)
{
    for (int lap = 1; lap <= 2; lap++) {
        await unsync_barrier_wait(&start);
        printf("%d in lap %d\n", me, lap);
    }
}

@async
void barriers(void)
{
    runs_task never = runs(0), one = runs(1);
    await unsync_yield();
    unsync_release(never); /* has not come */
    runs_task two = runs(2);
    await unsync_yield();
    printf("two wait\n");
    runs_task three = runs(3);
    await one;
    await two;
    await three;
}

@async
int main(void)
{
    await semaphores();
    await events();
    await conditions();
    await barriers();
    return 0;
}
