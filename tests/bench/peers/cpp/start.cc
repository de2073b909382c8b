// Start and await of an empty coroutine, ns each. argv[1]: lazy or eager.
#include "coro.hpp"
#include <cstring>

constexpr int ROUNDS = 20000000;

template <class Task> __attribute__((noinline)) Task empty()
{
    co_return 0;
}

template <class Task> Task measure(double &ns)
{
    int sum = 0;
    double begin = coro::now_ns();
    for (int i = 0; i < ROUNDS; i++) sum += co_await empty<Task>();
    ns = (coro::now_ns() - begin) / ROUNDS;
    co_return sum;
}

template <class Task> int run()
{
    double ns = 0;
    Task top = measure<Task>(ns);
    if (!top.frame.done()) top.frame.resume();
    printf("%.3f\n", ns);
    return top.frame.promise().value;
}

int main(int argc, char **argv)
{
    return argc > 1 && !strcmp(argv[1], "eager") ? run<coro::eager<int>>() : run<coro::lazy<int>>();
}
