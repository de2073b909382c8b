/* UNSYNC_DEBUG=1: who holds the loop thread is reported while it does: the body blocks until the
 * report with its own line has come through the pipe that is standard error, to the very end. */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

static int ends[2];
static int (*blocks)(struct pollfd *, nfds_t, int) = poll; /* the warning is for others */

/* Signals interrupt the poll, also where a sanitizer keeps them from a read. */
static __attribute__((noinline)) bool read_byte(char *byte)
{
    struct pollfd input = {.fd = ends[0], .events = POLLIN};
    while (blocks(&input, 1, -1) < 1) continue;
    return read(ends[0], byte, 1) == 1;
}

/* Reads until a line with `text` has come; gives it back. */
static __attribute__((noinline)) const char *wait_for_line(const char *text)
{
    static char line[1000];
    size_t len = 0;
    while (read_byte(line + len)) {
        line[len + 1] = '\0';
        if (line[len] == '\n' && strstr(line, text) != NULL) return line;
        len = line[len] == '\n' || len + 2 == sizeof line ? 0 : len + 1;
    }
    return "";
}

static void say(const char *what, const char *line, const char *a, const char *b)
{
    printf("%s: %s\n", what, strstr(line, a) && strstr(line, b) ? "named" : line);
}

@async
void holds(void)
{
    await unsync_yield();
    const char *line = wait_for_line("holds (debug_slow.uc:38) holds the loop thread");
    say("while it is held", line, ", resumed at debug_slow.uc:41, for ", " ms now");
    say("the stack", wait_for_line("    in wait_for_line, "), "debug_slow.uc:2", "");
    say("the stack", wait_for_line("    in holds, "), "debug_slow.uc:42", "");
}

/* Runs below main, that has started it: it is the one that is named, also when it is over. */
@async
void nested(void)
{
    const char *line = wait_for_line("nested (debug_slow.uc:49) holds the loop thread");
    say("a start at once", line, "loop thread, for ", " ms now");
}

@async
int main(void)
{
    if (pipe(ends) != 0) return 1;
    dup2(ends[1], STDERR_FILENO);
    const char *line = wait_for_line("main (debug_slow.uc:56) holds the loop thread");
    say("at its beginning", line, "loop thread, for ", " ms now");
    await unsync_yield();
    line = wait_for_line("main (debug_slow.uc:56) gave the loop thread back");
    say("afterwards", line, "", " ms");
    await holds();
    line = wait_for_line("holds (debug_slow.uc:38) gave the loop thread back");
    say("afterwards", line, "", " ms");
    await unsync_yield();
    await nested();
    await unsync_yield();
    line = wait_for_line("nested (debug_slow.uc:49) gave the loop thread back");
    say("afterwards", line, "", " ms");
    return 0;
}
