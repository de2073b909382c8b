/* oom.h: did the kernel kill for lack of memory?
 *
 * Nothing tells the parent of it: the status is a plain SIGKILL. The kernel counts those that it
 * has killed so, of the whole machine and of each control group. The group's own count leaves out
 * all others' processes, and counts all that it has: where it can be read, it decides. Loop
 * thread. */
#ifndef UNSYNC_PROCS_OOM_H
#define UNSYNC_PROCS_OOM_H

#include <stddef.h>

enum unsync__oom {
    UNSYNC__OOM_NO,
    UNSYNC__OOM_MAYBE, /* some process of the machine */
    UNSYNC__OOM_YES,   /* one of the group, of which this program and its workers are */
};

/* From now on is counted. */
void unsync__oom_open(void);
/* Since that, or since the last look. */
enum unsync__oom unsync__oom_look(void);

/* The count in a file of the kernel's (vmstat, memory.events, memory.oom_control); -1: none. */
long unsync__oom_count(const char *path);
/* The file of this program's control group that has it: from the text of /proc/self/cgroup, below
 * `root`, where groups are mounted. "": there is none that can be read. */
void unsync__oom_find(const char *groups, const char *root, char *path, size_t size);

#endif
