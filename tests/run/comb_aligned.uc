/* Results aligned to more than a frame is: through unsync_then, maps, executors and promises. */
#include <stdint.h>
#include <stdio.h>
#include <unsync.h>

struct wide {
    _Alignas(128) long number;
    char text[200];
};
typedef int far __attribute__((aligned(256)));

@async
struct wide made(const int *number)
{
    struct wide wide = {.number = *number, .text = "made"};
    await unsync_yield();
    wide.text[199] = (char) *number;
    return wide;
}

@async
struct wide doubled(unsync_task_of(struct wide) handle)
{
    struct wide wide = await handle;
    wide.number *= 2;
    return wide;
}

@async
far distant(const int *number)
{
    await unsync_yield();
    return *number + 1000;
}

static int misplaced(const void *address, size_t align)
{
    return (uintptr_t) address % align != 0;
}

@async
void chained(void)
{
    int number = 21;
    struct wide wide = await unsync_then(made(&number), doubled);
    printf("%ld %s %d, misplaced %d\n", wide.number, wide.text, wide.text[199],
           misplaced(&wide, 128));
}

@async
void mapped(void)
{
    int numbers[5] = {1, 2, 3, 4, 5};
    static struct wide wides[5];
    static int fars[5];
    unsync_executor *two = unsync_executor_new(2);
    await unsync_map(made, numbers, 5, 2, wides);
    for (int i = 0; i < 5; i++) printf("%ld%d ", wides[i].number, wides[i].text[199]);
    await unsync_map(made, numbers, 5, 0, NULL);
    await unsync_executor_map(two, made, numbers, 5, wides);
    for (int i = 0; i < 5; i++) printf("%ld%d ", wides[i].number, wides[i].text[199]);
    await unsync_map(distant, numbers, 5, 3, fars);
    for (int i = 0; i < 5; i++) printf("%d ", fars[i]);
    struct wide one = await unsync_executor_submit(two, made, &numbers[4]);
    printf("%ld\n", one.number);
    unsync_executor_free(two);
}

@async
void promised(void)
{
    unsync_promise_of(struct wide) promise = unsync_promise_new(struct wide);
    unsync_task_of(struct wide) early = unsync_promise_get(promise);
    unsync_promise_set(promise, (struct wide){.number = 7, .text = "given"});
    struct wide first = await early, second = await unsync_promise_get(promise);
    printf("%ld %ld %s\n", first.number, second.number, second.text);
    unsync_promise_release(promise);
}

@async
int main(void)
{
    await chained();
    await mapped();
    await promised();
    return 0;
}
