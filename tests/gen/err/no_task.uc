/* await and catch of what is no task. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

enum { LIMIT = 3 };
struct point { int x, y; };
typedef struct point point;
typedef point *point_pointer;
static int counter;
static unsync_task_of(int) kept;

static int plain(int x) { return x; }
static point_pointer where(void) { return NULL; }
@generator int numbers(int n) { for (int i = 0; i < n; i++) yield i; }
@async @generator int slow_numbers(int n) { for (int i = 0; i < n; i++) yield i; }
@thread int child(int n) { return n; }

@async int constants(void)
{
    await 5;
    catch 'a';
    await "text";
    await sizeof(int);
    await LIMIT;
    await NULL;
    return await (char) 3 + await !counter;
}

@async int variables(int number, const char *text, unsync_task_of(int) handle)
{
    struct point spot = {1, 2};
    point_pointer there = &spot;
    unsync_task_of(int) tasks[2] = {child(1), child(2)}, *first = tasks;
    numbers_generator values = numbers(3);

    await number;
    catch text;
    await spot;
    await there;
    await &spot;
    await tasks;
    await first;
    await values;
    await counter;
    await (number + 1);
    await nothing;
    await child;
    await plain;
    return await handle + await *first + await first[1] + await kept;
}

@async int calls(int number)
{
    int value;
    numbers_generator values = numbers(3);
    slow_numbers_generator slow = slow_numbers(3);

    await plain(number);
    await where();
    catch strlen("text");
    await (number ? child(1) : plain(2));
    await numbers_next(values, &value);
    if (catch numbers_next(values, &value)) return 1;
    if (catch slow_numbers_next(slow, &value)) return 1;
    await child_sync(2);
    await chlid(3);
    await unsync_slep(10);
    await of_another_file(4);
    return await catch child(3);
}

@thread int in_a_thread(int number)
{
    return await number + await plain(number) + await child(number);
}

@async int naps(void)
{
    await sleep(1);
    return 0;
}
