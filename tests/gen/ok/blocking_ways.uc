/* Calls that block, however they are written; and what only looks like one. */
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>
#include <unsync.h>

static int pipe_end;

/* The program's own function of a name in the list. */
static int readline(const char *prompt) { return prompt != NULL; }

static void innermost(void) { (sleep)(2); }
static void inner(int n) { if (n > 0) inner(n - 1); else innermost(); }
static int outer(int n) { inner(n); return n; }

@async int in_parentheses(int n)
{
    (sleep)(1);
    (*sleep)(1);
    (&sleep)(1);
    return n;
}

@async int by_pointer(int n)
{
    unsigned (*nap)(unsigned) = sleep;
    ssize_t (*const get)(int, void *, size_t) = &read;
    int (*helper)(int) = outer;
    char byte;

    nap(1);
    (*nap)(2);
    n = (int) get(pipe_end, &byte, 1);
    return helper(n);
}

@async @generator int values(int n)
{
    for (int i = 0; i < n; i++) {
        usleep(10);
        yield outer(i);
    }
}

/* ---- nothing of these ---- */

static unsigned count(unsigned n) { return n; }

@async int shadowed(int (*read)(int), int n)
{
    unsigned (*sleep)(unsigned) = count;
    unsigned (*nap)(unsigned) = n > 0 ? count : sleep;
    unsigned (*changed)(unsigned) = sleep;

    changed = count;
    return read(n) + (int) sleep(1) + (int) nap(1) + (int) changed(1) + readline("?");
}

@async int reassigned(int n)
{
    unsigned (*nap)(unsigned) = sleep;

    nap = count;
    return (int) nap((unsigned) n);
}

@async int measured(int n)
{
    return n + (int) sizeof(sleep(1)) + (int) sizeof outer(n);
}

@thread int allowed(int n)
{
    sleep(1);
    return outer(n);
}
