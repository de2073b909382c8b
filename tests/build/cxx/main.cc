// A static object with a constructor and a destructor, and tasks that start from C++.
#include <cstdio>
#include <memory>

#include "work.h"

struct object {
    std::unique_ptr<int> value = std::make_unique<int>(4242);
    ~object() { std::puts("destroyed"); }
};
static object the_object;

extern "C" int object_value(void);
int object_value(void)
{
    return *the_object.value;
}

int main()
{
    std::puts("main");
    std::printf("a worker's own object: %d\n", unsync_result(constructed()));
    std::printf("5 doubled in a worker: %d\n", unsync_result(doubled(5)));
    double matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
    int square[2][2] = {{1, 2}, {3, 4}}, list[] = {3, 9, 4}, other[1][3] = {{0, 0, 100}};
    std::printf("%g %d %d\n", unsync_result(trace(2, 3, matrix)), unsync_result(most(3, list)),
                unsync_result(last(2, square, other)));
    diagonal_generator values = diagonal(2, square);
    for (int value; diagonal_next(values, &value);) std::printf("%d\n", value);
    diagonal_close(values);
}
