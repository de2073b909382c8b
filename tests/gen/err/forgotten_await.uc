/* The handle of a task where its value is meant. */
#include <stddef.h>
#include <unsync.h>

struct point { int x, y; };
@async int child(int n) { return n; }
@async struct point where(int n) { return (struct point) {n, n}; }
@generator int numbers(int n) { for (int i = 0; i < n; i++) yield i; }

@async int declared(int n)
{
    int first = child(n), second = (child(n));
    const size_t third = child(n);
    struct point spot = where(n);

    return first + second + (int) third + spot.x;
}

@thread int assigned(int n)
{
    int sum = 0;

    sum = child(n);
    sum += child(n);
    n = child(n);
    return child(sum);
}

/* These keep it. */
@async int kept(int n)
{
    child_task task = child(n);
    __auto_type same = child(n);
    void *pointer = child(n);
    numbers_generator values = numbers(n);

    task = task ? task : same;
    return pointer != NULL && values != NULL;
}
