#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync.h>

@thread
int job(int n)
{
    sleep(1);
    return n;
}

static int rest(int n)
{
    usleep(100);
    return n;
}

static int helper(int n)
{
    return n > 100 ? helper(n - 1) : rest(n);
}

static int quiet(int fd, char *to)
{
    return (int) read(fd, to, 1); /* unsync: ignore(blocking-call) */
}

static int innocent(int sleep)
{
    return sleep;
}

@async
int direct(int fd, char *to)
{
    struct pollfd one = {fd, POLLIN, 0};

    sleep(1);
    poll(&one, 1, 0);
    poll(&one, 1, -1);
    recv(fd, to, 1, MSG_DONTWAIT);
    recv(fd, to, 1, 0);
    waitpid(-1, NULL, WNOHANG);
    if (fgets(to, 10, stdin)) return 1;
    if (read(fd, to, 1) < 0) return 1; // unsync: ignore(blocking-call)
    // unsync: ignore(lost-write, blocking-call)
    return (int) read(fd, to, 1) + innocent(1);
}

@async
int through(int fd, char *to)
{
    int n = helper(1) + quiet(fd, to);

    n += job_sync(1);
    n += unsync_result(job(2));
    return n + unsync_wait(job(3)) + await job(4);
}

@thread
int elsewhere(int n)
{
    return helper(n) + job_sync(1) + unsync_result(job(2));
}
