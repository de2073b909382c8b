/* 300 calls at once in each of two workers: none ends before as many have begun in both, so a
 * worker that ran fewer at a time would be waited for without end. Their descriptors are more than
 * a worker's socket has room for; arguments and results are not mixed up, in whichever order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unsync.h>

enum { EACH = 300, ALL = 2 * EACH, LONG = 3000 };
static int begun; /* of the worker */
static struct unsync_event go;

@message struct visit {
    long pid;
    int n;
    char *text;
};

@thread
void say(int socket, const char *bytes, int count)
{
    if (write(socket, bytes, (size_t) count) != count) abort();
}

@thread
void hear(int socket)
{
    char byte;
    if (read(socket, &byte, 1) != 1) abort();
}

/* The last one that a worker begins tells it, and lets all go when both have. */
@async @cpu_bound(pool = pair, max = 2)
struct visit visitor(int n, const char *text, @fd int program)
{
    if (++begun == EACH) { // unsync: ignore(lost-write)
        await say(program, "x", 1);
        await hear(program);
        unsync_event_set(&go); // unsync: ignore(lost-write)
    }
    await unsync_event_wait(&go); // unsync: ignore(lost-write)
    return (struct visit) {getpid(), n, strdup(text)};
}

/* Some of a few bytes, some long. */
static char *text_of(int n)
{
    size_t length = n % 7 == 0 ? LONG : (size_t) n % 7;
    char *text = calloc(1, length + 1);
    if (text == NULL) abort();
    memset(text, 'a' + n % 26, length);
    return text;
}

@async
int main(void)
{
    static visitor_task tasks[ALL];
    static char *texts[ALL];
    long first = 0;
    int in_first = 0, right = 0, ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    for (int i = 0; i < ALL; i++) {
        texts[i] = text_of(i);
        tasks[i] = visitor(i, texts[i], ends[1]);
    }
    for (int i = 0; i < 2; i++) await hear(ends[0]);
    await say(ends[0], "xx", 2);
    for (int i = ALL - 1; i >= 0; i--) {
        struct visit visit = await tasks[i];
        if (first == 0) first = visit.pid;
        in_first += visit.pid == first;
        right += visit.n == i && strcmp(visit.text, texts[i]) == 0;
        visit_clear(&visit);
        free(texts[i]);
    }
    printf("%d and %d, %d right\n", in_first, ALL - in_first, right);
    for (int i = 0; i < 2; i++) close(ends[i]);
    return 0;
}
