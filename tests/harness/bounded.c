/* bounded.c: runs one test program so that nothing of it outlives the test.
 *
 *   bounded REPORT SECONDS [-n] PROGRAM ARGUMENT...
 *
 * The program gets a session of its own, no core dumps, and SECONDS of time. This process is the
 * reaper of everything the program leaves behind: whoever of its descendants has not ended GRACE_MS
 * after it is written to the descriptor REPORT as "survivor PID COMMAND" and killed; "timeout" is
 * written there if the time was up. Exit status: the program's, or 128 + signal. -n: no address
 * space randomisation, which some versions of ThreadSanitizer need. Called by harness/process.py. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_MS = 10000 };

static int report_fd;

static void run_program(char **argv, const sigset_t *mask)
{
    struct rlimit none = {0, 0};
    setsid();
    setrlimit(RLIMIT_CORE, &none);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(argv[0], argv);
    fprintf(stderr, "bounded: %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until `pid` (-1: every child, adopted ones too) has ended; false when the deadline passes
 * first. SIGCHLD is blocked by the caller, so that none is missed between looking and sleeping. */
static bool wait_until(pid_t pid, int *status, long deadline_ms)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        int one;
        pid_t ended = waitpid(-1, &one, WNOHANG);
        if (ended < 0) return true;
        if (ended == pid) {
            *status = one;
            return true;
        }
        if (ended > 0) continue;
        long left_ms = deadline_ms - now_ms();
        if (left_ms <= 0) return false;
        struct timespec wait = {left_ms / 1000, left_ms % 1000 * 1000000};
        sigtimedwait(&child, NULL, &wait);
    }
}

static void report_survivor(int pid)
{
    char path[64], command[256];
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? -1 : read(file, command, sizeof command - 1);
    if (file >= 0) close(file);
    for (ssize_t at = 0; at < len - 1; at++)
        if (command[at] == 0) command[at] = ' ';
    command[len < 0 ? 0 : len] = 0;
    dprintf(report_fd, "survivor %d %s\n", pid, command);
}

static void report_file(int pid, int thread, const char *name)
{
    char path[64], text[128];
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", pid, thread, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (len <= 0) return;
    text[len] = 0;
    dprintf(report_fd, " %.*s", (int) strcspn(text, "\n"), text);
}

/* What each thread of a process that hangs waits for: its system call and the kernel's name of it. */
static void report_threads(int pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = opendir(path);
    if (threads == NULL) return;
    for (struct dirent *entry; (entry = readdir(threads)) != NULL;) {
        int thread = atoi(entry->d_name);
        if (thread == 0) continue;
        dprintf(report_fd, "\n    thread %d:", thread);
        report_file(pid, thread, "comm");
        report_file(pid, thread, "wchan");
        report_file(pid, thread, "syscall");
    }
    closedir(threads);
}

/* Kills all children, those that they leave behind too, until there are none. */
static void kill_all(bool report)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int) getpid());
    for (;;) {
        FILE *list = fopen(path, "re");
        int pid;
        while (list != NULL && fscanf(list, "%d", &pid) == 1) {
            if (report) report_survivor(pid);
            kill(pid, SIGKILL);
        }
        if (list != NULL) fclose(list);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) return;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) return 127;
    report_fd = atoi(argv[1]);
    long seconds = atol(argv[2]);
    char **program = argv + 3;
    if (strcmp(*program, "-n") == 0) {
        personality(ADDR_NO_RANDOMIZE);
        program++;
    }
    fcntl(report_fd, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    sigset_t child, before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);

    pid_t pid = fork();
    if (pid < 0) return 127;
    if (pid == 0) run_program(program, &before);
    int status = 0;
    if (!wait_until(pid, &status, now_ms() + seconds * 1000)) {
        dprintf(report_fd, "timeout");
        report_threads(pid);
        kill_all(false);
        return 124;
    }
    if (!wait_until(-1, &status, now_ms() + GRACE_MS)) kill_all(true);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
