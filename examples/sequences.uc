/* Sequences: the even numbers, which end, and the Fibonacci numbers, which do not. A @generator is a function
 * that yields its values one at a time, to plain C like this as well as to tasks. */
#include <stdio.h>
#include <unsync.h>

@generator
int evens(int limit)
{
    for (int i = 0; i <= limit; i += 2) yield i;
}

@generator
unsigned long fibonacci(void)
{
    unsigned long a = 0, b = 1;
    for (;;) {
        yield a;
        unsigned long sum = a + b;
        a = b;
        b = sum;
    }
}

int main(void)
{
    int even;
    evens_generator numbers = evens(10); /* nothing runs yet */
    while (evens_next(numbers, &even)) printf("%d ", even);
    puts("");
    evens_close(numbers);

    unsync_each (fibonacci, number) { /* closed when the loop is left */
        if (number > 1000) break;
        printf("%lu ", number);
    }
    puts("");
    return 0;
}
