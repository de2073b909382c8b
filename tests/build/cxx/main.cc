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
}
