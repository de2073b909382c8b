/* Names of <stdlib.h>, <string.h> and what those include are the program's, if it includes neither. */
#include <unsync.h>

int printf(const char *, ...);

typedef unsigned dev_t, fd_set, pthread_mutex_t, ssize_t, u_int;
typedef struct { long quotient; } div_t;
struct timeval { float x; };
enum { EXIT_FAILURE = 7, RAND_MAX = 8, WNOHANG = 9 };

@message
struct note {
    char *text;
};

@async
div_t div(long a, long b)
{
    await unsync_yield();
    return (div_t) {a / b};
}

@async
int select(dev_t random)
{
    ssize_t atoi[] = {random, random + 1};
    await unsync_yield();
    return (int) atoi[1];
}

@async
long random(void)
{
    return await select(1) + RAND_MAX;
}

@thread
int system(int setenv)
{
    return setenv + (int) await random();
}

@cpu_bound
struct note realpath(struct note strdup)
{
    __builtin_printf("%s\n", strdup.text);
    strdup.text = __builtin_strdup(strdup.text + 1);
    return strdup;
}

@generator
int qsort(int strsep)
{
    while (strsep-- > 0) yield strsep;
}

@async
int main(void)
{
    struct timeval x = {0.5f};
    struct note note = await realpath((struct note) {"note"});
    printf("%ld %d %d %s\n", (await div(7, 2)).quotient, await system(EXIT_FAILURE), (int) (2 * x.x),
           note.text);
    note_clear(&note);
    unsync_each (qsort, value, 2) printf("%d\n", value);
    return 0;
}
