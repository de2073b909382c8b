/* Promises: given once, by any thread, to all who wait; broken when the last holder leaves. */
#include <pthread.h>
#include <stdio.h>
#include <unsync.h>

struct point {
    int x, y;
};

@async
int reader(unsync_promise_of(int) promise)
{
    return await unsync_promise_get(promise);
}

@async
struct point place(unsync_promise_of(struct point) promise)
{
    return await unsync_promise_get(promise);
}

static void *giver(void *argument)
{
    unsync_promise_of(int) promise = (unsync_promise_of(int)) argument;
    unsync_promise_set(promise, 42);
    unsync_promise_release(promise);
    return NULL;
}

@thread
int waits_in_a_thread(unsync_promise_of(int) promise)
{
    return await unsync_promise_get(promise);
}

@async
void several(void)
{
    unsync_promise_of(int) promise = unsync_promise_new(int);
    reader_task tasks[4] = {reader(promise), reader(promise), waits_in_a_thread(promise),
                            unsync_promise_get(promise)};
    pthread_t thread;
    pthread_create(&thread, NULL, giver, (void *) unsync_promise_share(promise));
    for (int i = 0; i < 4; i++) printf("%d ", await tasks[i]);
    printf("and again %d\n", await unsync_promise_get(promise));
    printf("a second value: %s, ", unsync_code_name(unsync_promise_set(promise, 1)));
    printf("%s\n", unsync_code_name(unsync_promise_fail(promise, -1, "no")));
    unsync_promise_release(promise);
    pthread_detach(thread);
}

@async
void failing(void)
{
    unsync_promise_of(struct point) promise = unsync_promise_new(struct point);
    place_task one = place(promise), two = place(promise);
    unsync_promise_fail(promise, -7, "no %s", "place");
    printf("%d", catch one);
    printf(" %d %s\n", catch two, unsync_failure(two)->message);
    unsync_promise_release(promise);

    promise = unsync_promise_new(struct point);
    one = place(promise);
    struct point given = {3, 4};
    unsync_promise_set(promise, given);
    given = await one;
    printf("%d %d\n", given.x, given.y);
    unsync_promise_release(promise);
}

@async
void leaving(void)
{
    unsync_promise_of(void) promise = unsync_promise_new(void);
    unsync_task_of(void) stays = unsync_promise_get(promise), goes = unsync_promise_get(promise);
    unsync_cancel(goes);
    printf("cancelled: %s\n", unsync_code_name(catch goes));
    unsync_promise_done(promise);
    await stays;
    unsync_promise_release(promise);

    promise = unsync_promise_new(void);
    stays = unsync_promise_get(promise);
    unsync_task_of(void) dropped = unsync_promise_get(promise);
    unsync_release(dropped);
    unsync_promise_release(unsync_promise_share(promise));
    printf("broken before the last has left: %d\n", unsync_done(stays));
    unsync_promise_release(promise);
    printf("broken: %s\n", unsync_code_name(catch stays));

    promise = unsync_promise_new(void); /* outlived by who waits for it */
    stays = unsync_promise_get(promise);
    unsync_promise_done(promise);
    unsync_promise_release(promise);
    await stays;
}

@async
int main(void)
{
    await several();
    await failing();
    await leaving();
    return 0;
}
