/* A cancelled body leaves like any other: children are joined, then what is pending runs, shielded. */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static atomic_int begun;

@async
void child(const char *name)
{
    defer printf("%s is over\n", name);
    await unsync_sleep(60000);
}

@async
int waits(void)
{
    unsync_background(child("child"));
    defer {
        printf("cancelled: %d\n", unsync_cancelled());
        await unsync_sleep(2);
        await unsync_yield();
        puts("slept though cancelled");
    }
    await unsync_sleep(60000);
    return 1;
}

@thread
int blocks(void)
{
    defer {
        await unsync_sleep(2);
        unsync_task_of(void) more = unsync_sleep(1);
        printf("slept though cancelled: %d\n", catch more);
        unsync_release(more);
    }
    atomic_store(&begun, 1);
    await unsync_sleep(60000);
    return 1;
}

/* Cancelled while it runs the deferred statement: the next wait outside of it learns of that. */
@async
int late(void)
{
    {
        defer { await unsync_sleep(5); puts("deferred to its end"); }
        await unsync_yield();
    }
    puts("behind the block");
    await unsync_sleep(60000);
    return 1;
}

@thread
int late_on_thread(void)
{
    {
        defer { atomic_store(&begun, 1); await unsync_sleep(20); puts("deferred to its end"); }
        await unsync_yield();
    }
    puts("behind the block");
    await unsync_sleep(60000);
    return 1;
}

/* First the value, then the children, then the defers. Children of a deferred statement are joined too. */
@async
int ordered(void)
{
    int x = 1;
    child_task running = child("first");
    defer {
        printf("defers, x is %d\n", x);
        unsync_background(child("started in a defer"));
        await unsync_yield();
        x = 3;
    }
    x += !unsync_done(running);
    return x;
}

@thread
int ordered_on_thread(void)
{
    int x = 1;
    child_task running = child("first");
    defer {
        printf("defers, x is %d\n", x);
        unsync_background(child("started in a defer"));
        await unsync_sleep(5);
        x = 3;
    }
    await unsync_sleep(5);
    x += !unsync_done(running);
    return x;
}

/* The end of a body without a return is one. */
@async
void ends(void)
{
    unsync_background(child("of the end"));
    defer puts("the end");
}

@async
void expires(void)
{
    defer {
        await unsync_sleep(5);
        puts("slept though too late");
    }
    await unsync_sleep(60000);
}

@async
int main(void)
{
    waits_task one = waits();
    await unsync_yield();
    unsync_cancel(one);
    printf("%s\n", unsync_code_name(catch one));

    blocks_task two = blocks();
    while (!atomic_load(&begun) && !unsync_done(two)) await unsync_sleep(1);
    unsync_cancel(two);
    printf("%s\n", unsync_code_name(catch two));

    late_task three = late();
    await unsync_sleep(1);
    unsync_cancel(three);
    printf("%s\n", unsync_code_name(catch three));

    atomic_store(&begun, 0);
    late_on_thread_task four = late_on_thread();
    while (!atomic_load(&begun) && !unsync_done(four)) await unsync_sleep(1);
    unsync_cancel(four);
    printf("%s\n", unsync_code_name(catch four));

    printf("%d\n", await ordered());
    printf("%d\n", await ordered_on_thread());
    await ends();
    printf("%s\n", unsync_code_name(catch unsync_timeout(expires(), 2)));
    return 0;
}
