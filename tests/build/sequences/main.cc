// Generators in C++: by name, by the type of their values, as the range of a for, closed by an exception.
#include <cstdio>
#include <stdexcept>

#include "sequences.h"

template <class T> class values {
    unsync_generator_of(T) source;

public:
    explicit values(unsync_generator_of(T) made) : source(made) {}
    values(const values &) = delete;
    values &operator=(const values &) = delete;
    ~values() { unsync_close(source); }

    struct iterator {
        unsync_generator_of(T) source;
        T value;
        bool more;
        iterator &operator++() { return more = unsync_next(source, &value), *this; }
        T operator*() const { return value; }
        bool operator!=(const iterator &) const { return more; }
    };
    iterator begin() { return ++iterator{source, T{}, false}; }
    iterator end() { return {source, T{}, false}; }
};

static int until(int limit)
{
    int sum = 0;
    unsync_each (range, i, 0, 100) {
        if (i == limit) throw std::runtime_error("limit");
        sum += i;
    }
    return sum;
}

int main()
{
    for (int one : values<int>(range(3, 6))) std::printf("%d ", one);
    for (step one : values<step>(steps(2))) std::printf("%d-%d ", one.from, one.to);

    int total = 0, value = 0;
    sums_generator adds = sums(&total);
    for (int i = 1; i < 5; i++) sums_send(adds, i);
    sums_close(adds);
    slow_generator waits = slow(3);
    while (unsync_result(slow_next(waits, &value))) std::printf("slow %d ", value);
    unsync_result(slow_close(waits));
    std::printf("total %d\n", total);

    fails_generator bad = fails(2);
    int code;
    while ((code = unsync_try_next(bad, &value)) > 0) std::printf("%d ", value);
    std::printf("code %d: %s\n", code, unsync_generator_failure(bad)->message);
    fails_close(bad);
    try {
        std::printf("%d\n", until(1000));
        until(5);
    } catch (const std::runtime_error &error) {
        std::printf("caught %s\n", error.what());
    }
}
