// Two coroutines that yield to each other through the ready queue, ns a switch. argv[1]: transfer (straight
// from one to the next) or loop (back to a loop that resumes the next).
#include "coro.hpp"
#include <cstring>

constexpr int TASKS = 2, ROUNDS = 20000000;

template <class Yield> static coro::eager<int> spin()
{
    for (int i = 0; i < ROUNDS; i++) co_await Yield{};
    co_return 0;
}

template <class Yield> static void run()
{
    double begin = coro::now_ns();
    coro::eager<int> tasks[TASKS];
    for (auto &task : tasks) task = spin<Yield>();
    while (!coro::ready.empty()) coro::ready.pop().resume();
    printf("%.3f\n", (coro::now_ns() - begin) / ROUNDS / TASKS);
}

int main(int argc, char **argv)
{
    argc > 1 && !strcmp(argv[1], "loop") ? run<coro::yield_to_loop>() : run<coro::yield>();
}
