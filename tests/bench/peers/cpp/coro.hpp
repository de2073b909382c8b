// coro.hpp: tasks of C++20 coroutines as one would write them for speed: frames from the heap, symmetric
// transfer, no exceptions, no type erasure. `lazy` starts when it is awaited, `eager` at the call, as
// ours do; the ready queue is a ring of handles.
#pragma once
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <type_traits>
#include <utility>

namespace coro {

struct resume_waiter {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> done) noexcept
    {
        auto waiter = done.promise().waiter;
        return waiter ? waiter : std::noop_coroutine();
    }
    void await_resume() noexcept {}
};

template <class T, class First> struct task {
    struct promise_type {
        std::coroutine_handle<> waiter;
        T value;
        task get_return_object() { return task(handle::from_promise(*this)); }
        First initial_suspend() noexcept { return {}; }
        resume_waiter final_suspend() noexcept { return {}; }
        void return_value(T v) noexcept { value = v; }
        void unhandled_exception() noexcept { std::terminate(); }
    };
    using handle = std::coroutine_handle<promise_type>;

    explicit task(handle h) noexcept : frame(h) {}
    task(task &&other) noexcept : frame(std::exchange(other.frame, nullptr)) {}
    task &operator=(task &&other) noexcept
    {
        std::swap(frame, other.frame);
        return *this;
    }
    task() noexcept = default;
    ~task()
    {
        if (frame) frame.destroy();
    }

    bool await_ready() const noexcept { return frame.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept
    {
        frame.promise().waiter = waiter;
        if constexpr (std::is_same_v<First, std::suspend_always>)
            return frame;
        else
            return std::noop_coroutine();
    }
    T await_resume() const noexcept { return frame.promise().value; }

    handle frame;
};
template <class T> using lazy = task<T, std::suspend_always>;
template <class T> using eager = task<T, std::suspend_never>;

// A power of two of slots: one mask a turn.
class ready_queue {
public:
    void push(std::coroutine_handle<> h) noexcept { slots[tail++ & mask] = h; }
    std::coroutine_handle<> pop() noexcept { return slots[head++ & mask]; }
    bool empty() const noexcept { return head == tail; }

private:
    static constexpr std::size_t mask = 1023;
    std::coroutine_handle<> slots[mask + 1];
    std::size_t head = 0, tail = 0;
};
static ready_queue ready;

// Goes to the end of the queue, then straight on to its first ...
struct yield {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> self) noexcept
    {
        ready.push(self);
        return ready.pop();
    }
    void await_resume() noexcept {}
};

// ... or back to the loop that resumes the first.
struct yield_to_loop {
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) noexcept { ready.push(self); }
    void await_resume() noexcept {}
};

inline double now_ns()
{
    using namespace std::chrono;
    return duration<double, std::nano>(steady_clock::now().time_since_epoch()).count();
}

} // namespace coro
