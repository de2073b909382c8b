/* Plain C uses the emitted header. */
#include "sequences.h"

static range_generator (*const make)(int, int) = range;

int plain(int n)
{
    int sum = 0, one, count = 0;
    unsync_each (range, i, 0, n) {
        if (i == 7) break;
        sum += i;
    }
    unsync_each (twice, t, n) sum += 100 * t;
    unsync_generator_of(int) numbers = make(5, 7);
    while (unsync_next(numbers, &one)) sum += 10000 * one;
    unsync_close(numbers);
    letters_generator counts = letters(&count);
    letters_send(counts, "four");
    letters_send(counts, "more");
    letters_close(counts);
    slow_generator waits = slow(4);
    while (unsync_result(slow_next(waits, &one))) count += 100 * one;
    unsync_result(slow_close(waits));
    return sum + 1000000 * count;
}
