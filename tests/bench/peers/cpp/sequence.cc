// The next value of a generator that is made of a coroutine by hand, ns each.
#include "coro.hpp"
#include <cstdlib>

constexpr unsigned ROUNDS = 100000000;

struct generator {
    struct promise_type {
        unsigned value = 0;
        generator get_return_object()
        {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(unsigned given)
        {
            value = given;
            return {};
        }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };
    std::coroutine_handle<promise_type> frame;

    bool next(unsigned &value)
    {
        frame.resume();
        if (frame.done()) return false;
        value = frame.promise().value;
        return true;
    }
};

__attribute__((noinline)) static generator numbers(unsigned count)
{
    for (unsigned i = 0; i < count; i++) co_yield i;
}

int main()
{
    generator g = numbers(ROUNDS);
    unsigned v, sum = 0;
    double begin = coro::now_ns();
    while (g.next(v)) sum += v;
    printf("%.3f\n", (coro::now_ns() - begin) / ROUNDS);
    g.frame.destroy();
    return sum == static_cast<unsigned>(static_cast<unsigned long>(ROUNDS) * (ROUNDS - 1) / 2) ? 0 : 1;
}
