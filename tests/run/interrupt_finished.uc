/* A main that is interrupted and still ends by its own return has its own status. */
#include <signal.h>
#include <unsync.h>

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGINT, SIG_DFL);
}

@async
int main(void)
{
    raise(SIGINT);
    return 3;
}
