/* A handler of the program's for a fault runs on threads of the library too. */
#include <signal.h>
#include <stdio.h>
#include <unsync.h>

static volatile sig_atomic_t seen;

static void note(int number)
{
    seen = number;
}

static int fault(int number)
{
    seen = 0;
    raise(number);
    return seen == number;
}

@thread
int on_a_thread(int number)
{
    return fault(number);
}

@async
int on_the_loop(int number)
{
    await unsync_yield();
    return fault(number);
}

int main(void)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (int i = 0; i < 4; i++) {
        signal(faults[i], note);
        int thread = unsync_result(on_a_thread(faults[i]));
        printf("%d %d\n", thread, unsync_result(on_the_loop(faults[i])));
    }
    return 0;
}
