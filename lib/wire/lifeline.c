/* lifeline.c: see lifeline.h. Input is told by a signal (O_ASYNC), of one's choice (F_SETSIG); the
 * end of a pipe counts as input. */
#define _GNU_SOURCE
#include "lifeline.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

void unsync__lifeline_new(int *programs, int *workers)
{
    int ends[2];
    *programs = *workers = -1;
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    *workers = ends[0];
    *programs = ends[1];
}

bool unsync__lifeline_hold(int fd)
{
    struct pollfd line = {.fd = fd};
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (fcntl(fd, F_SETSIG, SIGKILL) == 0 && fcntl(fd, F_SETOWN, getpid()) == 0)
        fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK);
    return poll(&line, 1, 0) != 1 || (line.revents & POLLHUP) == 0; /* it may be a null device */
}
