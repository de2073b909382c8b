/* A put that waited and was let in stands, also if its waiter is cancelled before it goes on: the
 * waiter hears of that at its next wait. So it is known whose an item is. */
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) numbers;

static int went_in, mine; /* items; `mine`: still the putter's */

#define PUT(name)                                                                                  \
    name(numbers queue, int item)                                                                  \
    {                                                                                              \
        unsync_task_of(void) put = unsync_queue_put(queue, &item);                                 \
        bool is_in = false;                                                                        \
        defer mine += !is_in;                                                                      \
        is_in = catch put == 0;                                                                    \
        went_in += is_in;                                                                          \
        await unsync_sleep(1000000);                                                                \
        puts("not reached");                                                                       \
    }

@async
void PUT(on_loop)

@thread
void PUT(on_thread)

@async
void awaits(numbers queue, int item)
{
    await unsync_queue_put(queue, &item);
    went_in++;
    await unsync_sleep(1000000);
    puts("not reached");
}

@async
static void in_one_turn(numbers queue, unsync_task_of(void) task, bool makes_room)
{
    int item;
    await unsync_sleep(60000); /* the clock is virtual: until all others wait */
    if (makes_room) printf("made room: %d\n", unsync_queue_try_get(queue, &item));
    unsync_cancel(task);
    printf("%s, ", unsync_code_name(catch task));
    unsync_release(task);
    printf("went in: %d, the putter's: %d, in the queue:", went_in, mine);
    went_in = mine = 0;
    while (unsync_queue_try_get(queue, &item) == 0) printf(" %d", item);
    puts("");
}

@async
int main(void)
{
    numbers queue = unsync_queue_new(int, 1);
    defer unsync_queue_free(queue);
    for (int makes_room = 1; makes_room >= 0; makes_room--) {
        await unsync_queue_put(queue, &(int){1});
        await in_one_turn(queue, on_loop(queue, 2), makes_room);
        await unsync_queue_put(queue, &(int){3});
        await in_one_turn(queue, on_thread(queue, 4), makes_room);
    }
    await unsync_queue_put(queue, &(int){5});
    await in_one_turn(queue, awaits(queue, 6), true);
    return 0;
}
