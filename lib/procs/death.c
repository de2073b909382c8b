/* death.c: see death.h. A SIGKILL says nothing of its sender; who it may have been is told by what
 * else is known: a timer that was set, or what the kernel counts (oom.h). */
#define _GNU_SOURCE
#include "death.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "crews.h"
#include "oom.h"
#include "proc.h"

enum { LINES_TOLD = 4, NEAR_NULL = 4096 };

/* --- A text that grows ------------------------------------------------------------------------ */

struct text {
    char *at;
    size_t room;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text->at, text->room, format, arguments);
    va_end(arguments);
    if (len < 0 || text->room == 0) return;
    size_t more = (size_t) len < text->room ? (size_t) len : text->room - 1;
    text->at += more;
    text->room -= more;
}

/* --- What happened ---------------------------------------------------------------------------- */

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

void unsync__death_of(struct unsync__proc *proc, struct unsync__death *death)
{
    death->pid = proc->pid;
    death->error = proc->error;
    death->verdict = proc->verdict;
    death->stopped_by = proc->stopped_by;
    death->status = proc->status;
    death->usage = proc->usage;
    death->seen_ns = now_ns();
    death->culprit = NULL;
    death->is_bystander = false;
    unsync__box_read(proc->request.ends.box, &death->box);
    unsync__voice_end(proc->voice, death->tail);
    proc->voice = NULL;
}

static bool died_by(const struct unsync__death *death, int number)
{
    const siginfo_t *status = &death->status;
    bool by_signal = status->si_code == CLD_KILLED || status->si_code == CLD_DUMPED;
    return by_signal && status->si_status == number;
}

/* The program has killed it because it was stopped: that counts as its death. */
static bool by_stop(const struct unsync__death *death)
{
    return death->verdict == 0 && death->stopped_by != 0;
}

/* Nobody took it amiss: its status is SIGKILL, or somebody else has that. */
static bool may_be_killed(const struct unsync__death *death)
{
    return death->verdict == 0 && !by_stop(death) &&
           (died_by(death, SIGKILL) || death->status.si_code == 0);
}

static bool by_wall_timer(const struct unsync__death *death)
{
    uint64_t deadline = death->box.deadline_ns;
    return may_be_killed(death) && deadline != 0 && death->seen_ns >= deadline;
}

static uint64_t cpu_us(const struct unsync__death *death)
{
    const struct rusage *usage = &death->usage;
    return (uint64_t) (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
           (uint64_t) (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

/* The kernel looks at CPU timers a hundred times a second or more often. */
static bool by_cpu_timer(const struct unsync__death *death)
{
    enum { TICK_US = 10000 };
    uint64_t until = death->box.cpu_until_ns / 1000;
    return may_be_killed(death) && until != 0 && cpu_us(death) + TICK_US >= until;
}

bool unsync__death_has_stack(const struct unsync__death *death)
{
    const struct unsync__box *box = &death->box;
    if (box->signal == 0 || box->frame_count == 0) return false;
    return death->status.si_code == 0 || died_by(death, (int) box->signal);
}

/* The worker's memory limit did it: errno was ENOMEM in the end, or was before the worker spoke of
 * it, which may change errno. */
static bool by_memory(const struct unsync__death *death)
{
    if (by_stop(death) || (death->box.lacks & UNSYNC__LACKS_MEMORY)) return false;
    return death->box.refused || strstr(death->tail, strerror(ENOMEM)) != NULL;
}

int unsync__death_code(const struct unsync__death *death, const struct unsync__limits *limits)
{
    if (death->verdict != 0) return death->verdict;
    if (by_wall_timer(death) && limits->timeout_ms != 0) return UNSYNC_ETIMEDOUT;
    if (by_cpu_timer(death) && limits->cpu_ms != 0) return UNSYNC_ETIMEDOUT;
    return limits->memory_bytes != 0 && by_memory(death) ? UNSYNC_EMEMORY : UNSYNC_ECRASHED;
}

/* --- In words --------------------------------------------------------------------------------- */

static void say_address(struct text *text, const struct unsync__box *box)
{
    static const char *const did[] = {"it used", "it read", "it wrote to", "it jumped to"};
    const char *what = did[box->access <= UNSYNC__EXECUTE ? box->access : 0];
    if (box->overflowed)
        say(text, ": its stack overflowed, at address %#llx", (unsigned long long) box->address);
    else if (box->code == SI_KERNEL && box->address == 0) /* the processor does not tell it */
        say(text, ": it used what can be no address");
    else if (box->address == 0)
        say(text, ": %s address 0 (NULL)", what);
    else
        say(text, ": %s address %#llx%s", what, (unsigned long long) box->address,
            box->address < NEAR_NULL ? ", which is near NULL" : "");
}

static const char *meaning_of(int signal, int code)
{
    if (signal == SIGFPE && code == FPE_INTDIV) return "a division by zero";
    if (signal == SIGFPE && code == FPE_INTOVF) return "an integer overflow";
    if (signal == SIGILL) return "no instruction of this processor";
    if (signal == SIGTRAP) return "a trap";
    return NULL;
}

/* What the black box adds to the signal that the worker died by. */
static void say_box(struct text *text, const struct unsync__death *death, int signal)
{
    const struct unsync__box *box = &death->box;
    const char *meaning = meaning_of(signal, box->code);
    if (signal == SIGSEGV && box->signal == 0 && box->watches) {
        say(text, ", and no handler could run: maybe the stack of a thread of the body's own "
                  "overflowed");
        return;
    }
    if (box->signal != (uint32_t) signal) return;
    if (box->code <= 0) {
        if (box->sender != 0 && box->sender != death->pid)
            say(text, ": sent by process %d", (int) box->sender);
    } else if (signal == SIGSYS)
        say(text, ": system call %llu is forbidden", (unsigned long long) box->address);
    else if (signal == SIGBUS && box->code == BUS_ADRERR)
        say(text, ": address %#llx is beyond the end of its file",
            (unsigned long long) box->address);
    else if (signal == SIGSEGV || signal == SIGBUS)
        say_address(text, box);
    else if (meaning != NULL)
        say(text, ": %s at %#llx", meaning, (unsigned long long) box->address);
}

static void say_killer(struct text *text)
{
    switch (unsync__oom_look()) {
    case UNSYNC__OOM_YES: say(text, ": the kernel has killed for lack of memory"); return;
    case UNSYNC__OOM_MAYBE:
        say(text, ", maybe of the kernel, which has killed somebody for lack of memory");
        return;
    case UNSYNC__OOM_NO: say(text, ", which this program has not sent"); return;
    }
}

/* "SIGSTOP (Stopped (signal))", "SIGRTMIN+6 (a real-time signal)". */
static void say_name(struct text *text, int signal)
{
    const char *name = sigabbrev_np(signal), *meaning = sigdescr_np(signal);
    if (name != NULL)
        say(text, "SIG%s (%s)", name, meaning);
    else if (signal >= SIGRTMIN && signal <= SIGRTMAX)
        say(text, "SIGRTMIN+%d (a real-time signal)", signal - SIGRTMIN);
    else
        say(text, "signal %d", signal);
}

static void say_signal(struct text *text, const struct unsync__death *death, int signal)
{
    say(text, " by ");
    say_name(text, signal);
    if (signal == SIGKILL && death->verdict == 0 && !by_wall_timer(death) && !by_cpu_timer(death))
        say_killer(text);
    else
        say_box(text, death, signal);
}

static void say_end(struct text *text, const struct unsync__death *death, const char *where)
{
    const siginfo_t *status = &death->status;
    int pid = (int) death->pid;
    if (by_stop(death)) {
        say(text, "worker %d was stopped%s by ", pid, where);
        say_name(text, death->stopped_by);
        say(text, ", and killed for it");
        return;
    }
    if (status->si_code == CLD_EXITED)
        say(text, "worker %d exited with status %d%s", pid, status->si_status, where);
    else
        say(text, "worker %d died%s", pid, where);
    if (status->si_code == CLD_KILLED || status->si_code == CLD_DUMPED)
        say_signal(text, death, status->si_status);
    else if (status->si_code == 0 && death->box.signal != 0)
        say_signal(text, death, (int) death->box.signal);
    else if (status->si_code == 0)
        say(text,
            "; how, somebody else has taken: SIGCHLD is ignored, or the program waits for any "
            "child");
}

static void say_usage(struct text *text, const struct unsync__death *death)
{
    if (death->usage.ru_maxrss == 0) return;
    say(text, "; it had used %llu ms of CPU time, %ld MiB of memory at most",
        (unsigned long long) cpu_us(death) / 1000, (death->usage.ru_maxrss + 1023) / 1024);
}

/* Of a worker that was to keep something. */
static void say_loss(struct text *text, const struct unsync__kind *kind)
{
    const char *name = unsync__crew_keeps(kind);
    if (name != NULL) say(text, "; what worker = %s kept is lost", name);
}

/* The last lines, in one; what is not to be printed as '?'. */
static void say_tail(struct text *text, const struct unsync__death *death)
{
    const char *from = death->tail, *end = from + strlen(from);
    while (end > from && isspace((unsigned char) end[-1])) end--;
    const char *at = end;
    for (int lines = 1; at > from && (at[-1] != '\n' || lines++ < LINES_TOLD); at--) {
    }
    if (at == end) return;
    say(text, "; the last on its stderr: ");
    for (bool begins = true; at < end; at++) {
        if (begins) say(text, "\"");
        begins = *at == '\n';
        unsigned char byte = (unsigned char) *at;
        if (begins)
            say(text, "\" ");
        else
            say(text, "%c", byte >= 128 || isprint(byte) || byte == '\t' ? byte : '?');
    }
    say(text, "\"");
}

void unsync__death_describe(const struct unsync__death *death, const char *where, char *text,
                            size_t size)
{
    struct text words = {text, size};
    if (death->error != 0) {
        say(&words, "it could not be spawned: %s", strerror(-death->error));
        return;
    }
    say_end(&words, death, where);
    say_usage(&words, death);
    say_tail(&words, death);
}

/* "f (f.uc:3) ran longer than 5000 ms; worker 12 was killed". */
static void say_late(struct text *text, const struct unsync__death *death,
                     const struct unsync__kind *kind)
{
    const struct unsync__limits *limits = kind->remote->limits;
    bool by_cpu = !by_wall_timer(death) && by_cpu_timer(death);
    say(text, "%s (%s:%d) ", kind->name, kind->file, kind->line);
    if (by_cpu)
        say(text, "used more than %llu ms of CPU time", (unsigned long long) limits->cpu_ms);
    else
        say(text, "ran longer than %llu ms", (unsigned long long) limits->timeout_ms);
    say(text, "; worker %d was killed", (int) death->pid);
    if (death->stopped_by != 0) {
        say(text, ", which had been stopped by ");
        say_name(text, death->stopped_by);
    }
    say_loss(text, kind);
    say_usage(text, death);
    say_tail(text, death);
}

void unsync__death_explain(const struct unsync__death *death, const struct unsync__kind *kind,
                           char *text, size_t size)
{
    const struct unsync__limits *limits = kind->remote->limits;
    struct text words = {text, size};
    char where[256];
    int code = unsync__death_code(death, limits);
    if (code == UNSYNC_ETIMEDOUT) {
        say_late(&words, death, kind);
        return;
    }
    const struct unsync__kind *culprit = death->is_bystander ? death->culprit : kind;
    if (death->is_bystander)
        say(&words, "%s (%s:%d) was under way when ", kind->name, kind->file, kind->line);
    *where = '\0';
    if (culprit != NULL)
        snprintf(where, sizeof where, " in %s (%s:%d)", culprit->name, culprit->file,
                 culprit->line);
    say_end(&words, death, where);
    if (code == UNSYNC_EMEMORY)
        say(&words, ", after its memory limit of %llu bytes had refused a request",
            (unsigned long long) limits->memory_bytes);
    say_loss(&words, kind);
    say_usage(&words, death);
    say_tail(&words, death);
}
