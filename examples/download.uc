/* download.uc: a download with a time limit against a slow peer, and one against a fast one.
 *
 * The download blocks in poll and read, so it is a @thread. It asks how much time is left and
 * waits no longer than that; whoever starts it sets the limit, with unsync_timeout, and no code
 * below it has a time-out of its own. What was received before the limit is not lost: it is
 * counted where the caller looks.
 *
 * usage: download [LIMIT_S], ten seconds without it. The peers are tasks of this program. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unsync.h>

enum { SLICE_MS = 50, BLOCK_BYTES = 512, BLOCKS = 8 };

/* Until the peer closes; false if the time is over, or the task is cancelled. */
static bool is_readable(int fd)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    while (!unsync_cancelled()) {
        uint64_t left_ms = unsync_deadline_left_ms();
        int slice_ms = left_ms < SLICE_MS ? (int) left_ms : SLICE_MS;
        if (poll(&wanted, 1, slice_ms) > 0) return true;
    }
    return false;
}

@thread
void download(int fd, size_t *received)
{
    char block[BLOCK_BYTES];
    ssize_t count;
    while (is_readable(fd) && (count = read(fd, block, sizeof block)) > 0) *received += (size_t) count;
    await unsync_sleep(0); /* a wait: what was asked of the task ends it here */
}

/* Sends all of it, or one block and then nothing. */
@thread
void peer(int fd, bool is_slow)
{
    char block[BLOCK_BYTES] = {0};
    for (int i = 0; i < (is_slow ? 1 : BLOCKS); i++)
        if (write(fd, block, sizeof block) != sizeof block) break;
    if (is_slow) await unsync_sleep(UINT64_MAX);
}

@async
void attempt(bool is_slow, uint64_t limit_ms)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) unsync_fail(-1, "no sockets");
    size_t received = 0;
    peer_task sends = peer(ends[0], is_slow);
    download_task task = unsync_timeout(download(ends[1], &received), limit_ms);
    if (!is_slow) {
        await sends;
        shutdown(ends[0], SHUT_RDWR);
    }
    int code = catch task;
    printf("%s peer: %s, %zu bytes\n", is_slow ? "slow" : "fast", unsync_code_name(code), received);
    if (is_slow) {
        unsync_cancel(sends);
        (void) catch sends;
    }
    close(ends[0]);
    close(ends[1]);
}

@async
int main(int argc, char **argv)
{
    uint64_t limit_ms = argc > 1 ? (uint64_t) (atof(argv[1]) * 1000) : 10000;
    await attempt(false, 60000);
    await attempt(true, limit_ms);
    return 0;
}
