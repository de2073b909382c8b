// The tree of 1,000,000 leaves, ten children a node, ms. argv[1]: depth (one child at a time) or wide
// (ten started, then awaited).
#include "coro.hpp"
#include <cstring>

static coro::eager<long> depth_first(long number, int size)
{
    if (size == 1) co_return number;
    long sum = 0;
    for (int i = 0; i < 10; i++) sum += co_await depth_first(number + i * (size / 10), size / 10);
    co_return sum;
}

static coro::eager<long> wide(long number, int size)
{
    if (size == 1) co_return number;
    coro::eager<long> children[10];
    long sum = 0;
    for (int i = 0; i < 10; i++) children[i] = wide(number + i * (size / 10), size / 10);
    for (auto &child : children) sum += co_await child;
    co_return sum;
}

int main(int argc, char **argv)
{
    bool is_wide = argc > 1 && !strcmp(argv[1], "wide");
    double begin = coro::now_ns();
    auto top = is_wide ? wide(0, 1000000) : depth_first(0, 1000000);
    long sum = top.frame.promise().value;
    printf("%.3f\n", (coro::now_ns() - begin) / 1e6);
    return sum == 499999500000 ? 0 : 1;
}
