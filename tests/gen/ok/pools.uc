/* How options of a pool are emitted. */
#include <unsync.h>

typedef const char *text;

@thread(pool = disk, max = 4, queue = 100)
int store(const char *path) { return path[0]; }

@thread(serial = account[0] + 1) static void book(int *account, int cents)
{
    account[1] += cents;
}

@thread(abandon, timeout = 5s)
double sum(@len(count / 2) const double *list, unsigned count, const char *name, text title)
{
    return list[count / 2 - 1] + name[0] + title[0];
}

@thread(daemon, abandon) void tick(void) { }
