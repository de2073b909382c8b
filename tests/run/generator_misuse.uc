/* What cannot have a meaning ends the program with both names. Each case is a child process, which may be
 * forked because generators of plain C use nothing of the runtime that a fork breaks. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync.h>

static unsync_generator_of(int) shared;

@generator
int range(int from, int to)
{
    while (from < to) yield from++;
}

@generator
int asks_itself(void)
{
    int v;
    yield 1;
    unsync_next(shared, &v);
}

@generator
int closes_itself(void)
{
    yield 1;
    unsync_close(shared);
    yield 2;
}

@generator
int takes_over(unsync_generator_of(int) inner)
{
    yield -1;
    yield_from inner;
}

@generator(send = int)
int echo(void)
{
    for (int last = 0;;) last = yield last;
}

@generator(send = int)
int echo_then(unsync_generator_of(int) inner)
{
    yield -1;
    yield_from inner;
}

static int next(unsync_generator_of(int) g)
{
    int v = 0;
    unsync_next(g, &v);
    return v;
}

static void ask_running(void)
{
    shared = asks_itself();
    next(shared);
    next(shared);
}
static void close_running(void)
{
    shared = closes_itself();
    next(shared);
    next(shared);
}
static void ask_nothing(void) { next(NULL); }
static unsync_generator_of(int) taken(void)
{
    unsync_generator_of(int) inner = range(0, 9), outer = takes_over(inner);
    next(outer);
    next(outer);
    return inner;
}
static void ask_taken(void) { next(taken()); }
static void close_taken(void) { unsync_close(taken()); }
static void take_twice(void)
{
    unsync_generator_of(int) other = takes_over(taken());
    next(other);
    next(other);
}
static void take_one_that_takes(void)
{
    unsync_generator_of(int) inner = takes_over(range(0, 9)), outer = takes_over(inner);
    next(inner);
    next(inner);
    next(outer);
    next(outer);
    next(outer);
    next(inner);
}
static void send_first(void)
{
    int v;
    echo_send(echo(), 1, &v);
}
static void send_to_another(void)
{
    int v;
    echo_send(range(0, 3), 1, &v);
}
static void send_through(void)
{
    int v;
    echo_then_generator g = echo_then(range(0, 3));
    next(g);
    next(g);
    echo_then_send(g, 1, &v);
}

/* AddressSanitizer says it in its own words. */
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define CLOSED(what) \
    fputs("src/x.c:1: range (generator_misuse.uc:14) is " what " after it was closed\n", stderr), abort()
#else
#define CLOSED(what) (void) 0
#endif
static range_generator closed(void)
{
    range_generator g = range(0, 9);
    next(g);
    range_close(g);
    return g;
}
static void ask_closed(void)
{
    CLOSED("asked for a value");
    next(closed());
}
static void close_closed(void)
{
    CLOSED("closed");
    range_close(closed());
}
static void take_closed(void)
{
    takes_over_generator g = takes_over(closed());
    CLOSED("yielded from");
    next(g);
    next(g);
}
static void ask_why_closed(void)
{
    CLOSED("asked for its failure");
    if (unsync_generator_failure(closed())) abort();
}

/* Prints what the child says, but for the place in the library, and its end. */
static void show(const char *name, void (*misuse)(void))
{
    int ends[2];
    char text[512];
    size_t len = 0;
    if (pipe(ends) != 0) return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        dup2(ends[1], STDERR_FILENO);
        misuse();
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], text + len, sizeof text - 1 - len)) > 0;) len += (size_t) got;
    close(ends[0]);
    text[len] = '\0';
    int status = 0;
    waitpid(child, &status, 0);
    const char *said = strstr(text, ".c:");
    said = said && strstr(said + 3, ": ") ? strstr(said + 3, ": ") + 2 : text;
    printf("%s: %s: %s", name, WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "goes on", said);
    if (len == 0) puts("");
}

int main(void)
{
    show("ask a running one", ask_running);
    show("close a running one", close_running);
    show("ask nothing", ask_nothing);
    show("ask a taken one", ask_taken);
    show("close a taken one", close_taken);
    show("take over twice", take_twice);
    show("take over one that takes over", take_one_that_takes);
    show("send first", send_first);
    show("send to another", send_to_another);
    show("send through", send_through);
    show("ask a closed one", ask_closed);
    show("close a closed one", close_closed);
    show("take over a closed one", take_closed);
    show("ask a closed one for its failure", ask_why_closed);
    return 0;
}
