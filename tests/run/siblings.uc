/* Siblings may hold each other's handles: when their owner leaves, all of them are joined before
 * any is freed. So one that is still in its deferred statements can look at, await or give up one
 * that has ended. */
#include <stdio.h>
#include <unsync.h>

static int values, awaited, late;

@async
int ends(int value)
{
    await unsync_yield();
    return value;
}

/* Until the owner leaves; then some turns more. */
@async
void looks(unsync_task_of(int) other)
{
    defer values += unsync_value(other);
    defer await unsync_sleep(1);
    await unsync_sleep(1000000);
}

@async
void awaits(unsync_task_of(int) other)
{
    defer awaited += await other;
    defer await unsync_sleep(1);
    await unsync_sleep(1000000);
}

@async
void releases(unsync_task_of(int) other)
{
    defer unsync_release(other);
    defer await unsync_sleep(1);
    await unsync_sleep(1000000);
}

/* Ends in the middle of the leaving, is looked at behind that. */
@async
int ends_late(void)
{
    defer await unsync_sleep(1);
    await unsync_sleep(1000000);
    return 0;
}

@async
void looks_late(unsync_task_of(int) other)
{
    defer late += unsync_failure(other)->code == UNSYNC_ECANCELED;
    defer while (!unsync_done(other)) await unsync_yield();
    await unsync_sleep(1000000);
}

@async
void owner(void)
{
    ends_task one = ends(1), two = ends(2), three = ends(3);
    looks_task looking = looks(one);
    awaits_task awaiting = awaits(two);
    releases_task releasing = releases(three);
    ends_late_task late = ends_late();
    looks_late_task looking_late = looks_late(late);
    await unsync_sleep(1);
    (void) looking, (void) awaiting, (void) releasing, (void) looking_late;
}

@thread
void owner_thread(void)
{
    ends_task one = ends(1), two = ends(2), three = ends(3);
    looks_task looking = looks(one);
    awaits_task awaiting = awaits(two);
    releases_task releasing = releases(three);
    await unsync_sleep(1);
    (void) looking, (void) awaiting, (void) releasing;
}

/* The handles that a gather, a select and completions give back. */
@async
void owner_of_combinators(void)
{
    ends_task ended[3] = {ends(4), ends(5), ends(6)};
    looks_task looking[3] = {looks(ended[0]), looks(ended[1]), looks(ended[2])};
    unsync_task_of(int) late[3] = {ends_late(), ends_late(), ends_late()};
    looks_late_task looking_late[3] = {looks_late(late[0]), looks_late(late[1]),
                                       looks_late(late[2])};
    unsync_task_of(void) gathering = unsync_gather(late, 1);
    unsync_task_of(size_t) selecting = unsync_select(late[1]);
    unsync_task_of(void) completing = unsync_completions(late + 2, 1);
    await unsync_gather(ended, 3);
    await unsync_sleep(1);
    (void) looking, (void) looking_late, (void) gathering, (void) selecting, (void) completing;
}

@async
int main(void)
{
    await owner();
    printf("%d, %d, %d\n", values, awaited, late);
    await owner_thread();
    printf("%d, %d, %d\n", values, awaited, late);
    await owner_of_combinators();
    printf("%d, %d, %d\n", values, awaited, late);
    return 0;
}
