/* Locks are handed over in the order of arrival; a cancelled waiter leaves no trace, also one that
 * was just handed the lock; readers do not overtake a writer; several locks are taken without a
 * deadlock. */
#include <stdio.h>
#include <unsync.h>

static struct unsync_lock lock;

@async
int in_turn(int me)
{
    await unsync_lock_take(&lock);
    printf("%d has it\n", me);
    await unsync_yield();
    unsync_lock_give(&lock);
    return me;
}

@async
void order(void)
{
    await unsync_lock_take(&lock);
    in_turn_task one = in_turn(1), two = in_turn(2), three = in_turn(3), four = in_turn(4);
    await unsync_yield();
    await unsync_yield();
    printf("try: %s\n", unsync_code_name(unsync_lock_try(&lock)));
    unsync_cancel(two);
    unsync_lock_give(&lock); /* handed to one, which has not run */
    unsync_cancel(one);
    printf("one: %s\n", unsync_code_name(catch one));
    printf("two: %s\n", unsync_code_name(catch two));
    unsync_release(one);
    unsync_release(two);
    printf("%d\n", await three + await four);
    printf("try: %d\n", unsync_lock_try(&lock));
    unsync_lock_give(&lock);
}

static struct unsync_recursive_lock again;

@async
int nested(int depth)
{
    await unsync_recursive_lock_take(&again);
    await unsync_recursive_lock_take(&again);
    printf("twice at %d\n", depth);
    await unsync_yield();
    unsync_recursive_lock_give(&again);
    unsync_recursive_lock_give(&again);
    return depth;
}

static struct unsync_rwlock shared;

@async
void reads(int me)
{
    await unsync_rwlock_read(&shared);
    printf("%d reads\n", me);
    await unsync_yield();
    await unsync_yield();
    printf("%d has read\n", me);
    unsync_rwlock_give_read(&shared);
}

@async
void writes(int me)
{
    await unsync_rwlock_write(&shared);
    printf("%d writes\n", me);
    await unsync_yield();
    unsync_rwlock_give_write(&shared);
}

@async
void readers_and_writers(void)
{
    await unsync_rwlock_read(&shared);
    writes_task leaves = writes(0);
    writes_task writer = writes(1);
    reads_task two = reads(2), three = reads(3);
    await unsync_yield();
    printf("a reader waits behind: %d\n", unsync_rwlock_try_read(&shared) == UNSYNC_EAGAIN);
    unsync_release(leaves);
    unsync_rwlock_give_read(&shared);
    await writer;
    await two;
    await three;
    await unsync_rwlock_read(&shared);
    writes_task only = writes(4);
    reads_task behind = reads(5);
    await unsync_yield();
    unsync_cancel(only); /* the reader behind it gets in beside me */
    await behind;
    unsync_release(only);
    unsync_rwlock_give_read(&shared);
}

static struct unsync_lock table[3];
static int meals;

@async
void philosopher(int seat)
{
    struct unsync_lock *forks[3] = {&table[(seat + 1) % 3], &table[seat], &table[seat]};
    for (int i = 0; i < 50; i++) {
        await unsync_locks_take(forks, 3);
        await unsync_yield();
        meals++;
        unsync_locks_give(forks, 3);
    }
}

@async
void dinner(void)
{
    philosopher_task seats[3] = {philosopher(0), philosopher(1), philosopher(2)};
    for (int i = 0; i < 3; i++) await seats[i];
    printf("%d meals\n", meals);
    struct unsync_lock *all[3] = {&table[0], &table[1], &table[2]};
    await unsync_lock_take(&table[2]);
    unsync_task_of(void) waits = unsync_locks_take(all, 3);
    unsync_cancel(waits);
    printf("waits: %s\n", unsync_code_name(catch waits));
    unsync_release(waits);
    printf("free: %d %d\n", unsync_lock_try(&table[0]), unsync_lock_try(&table[1]));
}

@async
void both(struct unsync_lock *one, struct unsync_lock *other)
{
    struct unsync_lock *locks[] = {one, other};
    await unsync_locks_take(locks, 2);
    await unsync_yield();
    unsync_locks_give(locks, 2);
}

/* Two that name the locks in another order, while somebody has both: neither gets one of them and
 * waits for the other's. */
@async
void crossing(void)
{
    static struct unsync_lock pair[2];
    unsync_lock_try(&pair[0]), unsync_lock_try(&pair[1]);
    both_task there = both(&pair[0], &pair[1]), back = both(&pair[1], &pair[0]);
    await unsync_yield();
    for (int i = 0; i < 2; i++) {
        unsync_lock_give(&pair[i]);
        await unsync_yield();
    }
    int code = catch unsync_timeout(there, 600000);
    printf("crossing: %d %d\n", code, catch unsync_timeout(back, 600000));
}

@async
int main(void)
{
    await order();
    nested_task a = nested(1), b = nested(2);
    printf("%d\n", await a + await b);
    await readers_and_writers();
    await dinner();
    await crossing();
    return 0;
}
