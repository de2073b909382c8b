/* oom.c: see oom.h. In version 2 of the control groups the line of /proc/self/cgroup is "0::/a/b",
 * in version 1 "4:memory:/a/b", perhaps with other names beside memory. */
#include "oom.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHOLE "/proc/vmstat"
enum { TEXT_MAX = 16384, PATH_ROOM = 4352 };

static char group[PATH_ROOM]; /* "": there is none */
static long of_group, of_all; /* what was counted last; -1: nothing */

static size_t read_text(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0) close(fd);
    text[len < 0 ? 0 : len] = '\0';
    return len < 0 ? 0 : (size_t) len;
}

long unsync__oom_count(const char *path)
{
    char text[TEXT_MAX];
    if (read_text(path, text, sizeof text) == 0) return -1;
    const char *line = strstr(text, "\noom_kill ");
    return line == NULL ? -1 : atol(line + strlen("\noom_kill "));
}

/* Is `memory` one of the names, which stand with commas before the next colon? */
static int has_memory(const char *names)
{
    size_t len = strcspn(names, ":");
    for (const char *end = names + len; names < end; names += strcspn(names, ",:") + 1)
        if (strcspn(names, ",:") == strlen("memory") && strncmp(names, "memory", 6) == 0) return 1;
    return 0;
}

/* True: it can be read. */
static int is_there(const char *root, const char *branch, const char *folder, const char *file,
                    char *path, size_t size)
{
    int len = (int) strcspn(folder, "\n");
    const char *slash = len == 1 ? "" : "/"; /* the folder "/" is the root itself */
    int written = snprintf(path, size, "%s%s%.*s%s%s", root, branch, len, folder, slash, file);
    return written > 0 && (size_t) written < size && unsync__oom_count(path) >= 0;
}

void unsync__oom_find(const char *groups, const char *root, char *path, size_t size)
{
    for (const char *line = groups; line != NULL && *line != '\0';) {
        const char *names = strchr(line, ':'), *folder = names ? strchr(names + 1, ':') : NULL;
        if (folder == NULL) break;
        if (names + 1 == folder &&
            is_there(root, "", folder + 1, "memory.events", path, size))
            return;
        if (has_memory(names + 1) &&
            is_there(root, "/memory", folder + 1, "memory.oom_control", path, size))
            return;
        line = strchr(folder, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    *path = '\0';
}

void unsync__oom_open(void)
{
    char groups[TEXT_MAX];
    read_text("/proc/self/cgroup", groups, sizeof groups);
    unsync__oom_find(groups, "/sys/fs/cgroup", group, sizeof group);
    of_group = *group == '\0' ? -1 : unsync__oom_count(group);
    of_all = unsync__oom_count(WHOLE);
}

enum unsync__oom unsync__oom_look(void)
{
    long group_before = of_group, all_before = of_all;
    of_group = *group == '\0' ? -1 : unsync__oom_count(group);
    of_all = unsync__oom_count(WHOLE);
    if (of_group >= 0 && group_before >= 0)
        return of_group > group_before ? UNSYNC__OOM_YES : UNSYNC__OOM_NO;
    return of_all > all_before && all_before >= 0 ? UNSYNC__OOM_MAYBE : UNSYNC__OOM_NO;
}
