#include "square.h"

#include <sys/syscall.h>
#include <unistd.h>

@thread struct answer square(int n)
{
    struct answer answer = {n * n * FACTOR, syscall(SYS_gettid) != getpid()};
    return answer;
}
