/* signals.c: see signals.h. */
#include "signals.h"

void *(*unsync__signals_thread_begin)(void);
void (*unsync__signals_thread_end)(void *begun);

void unsync__signals_of_thread(sigset_t *blocked)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT};
    sigfillset(blocked);
    for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(blocked, faults[i]);
}
