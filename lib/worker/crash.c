/* crash.c: see crash.h. All that the handler does is safe in one: it stores to mapped memory, walks
 * the stack with libgcc's unwinder, which finds the tables of a module by _dl_find_object, without
 * a lock, and was run once before so that nothing is left to be set up. What is known comes first:
 * should the stack be so broken that the walk faults, the signal, which is blocked meanwhile, ends
 * the process, and the frames that were found are there. */
#define _GNU_SOURCE
#include "crash.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#include "../base/signals.h"
#include "../wire/box.h"
#include "flight.h"
#include "limit.h"

static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS};
enum {
    DEADLY = sizeof deadly / sizeof *deadly,
    STACK_BYTES = 128 * 1024,
    NEAR = 256 * 1024,
    WALKED_MAX = 1 << 20
};

static uintptr_t outside; /* where the stack of the body ends; 0: none runs */
static __thread uintptr_t
    stack_low; /* of this thread, when it has grown to its limit; 0: unknown */
static atomic_flag begun = ATOMIC_FLAG_INIT;

void unsync__crash_begin(const void *frame)
{
    outside = (uintptr_t) frame;
}

/* --- Frames ----------------------------------------------------------------------------------- */

/* The number of the module of that name, which is put down if it is new. */
static uint32_t module_of(const char *name)
{
    for (uint32_t i = 0; i < UNSYNC__MODULES_MAX; i++) {
        char *known = unsync__box->modules[i];
        bool is_free = i > 0 && *known == '\0'; /* the first is the program, whose name is "" */
        if (is_free) strncpy(known, name, UNSYNC__MODULE_NAME - 1);
        if (is_free || strncmp(known, name, UNSYNC__MODULE_NAME - 1) == 0) return i;
    }
    return UNSYNC__MODULES_MAX;
}

static void note_frame(uintptr_t address)
{
    enum { HALF = UNSYNC__FRAMES_MAX / 2 };
    struct unsync__box *box = unsync__box;
    uint32_t at = box->frame_count;
    if (at >= HALF) at = HALF + at % HALF;
    struct unsync__box_frame frame = {.module = UNSYNC__MODULES_MAX, .offset = address};
#ifdef DLFO_STRUCT_HAS_EH_DBASE
    struct dl_find_object object;
    if (_dl_find_object((void *) address, &object) == 0) {
        frame.module = module_of(object.dlfo_link_map->l_name);
        frame.offset = address - object.dlfo_link_map->l_addr;
    }
#endif
    box->frames[at] = frame;
    box->frame_count++;
}

struct walk {
    uintptr_t from;  /* the instruction where the signal came; 0: all are noted */
    uintptr_t until; /* the stack; 0: to its end */
    bool found;
    bool tries; /* nothing is noted */
};

static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *argument)
{
    struct walk *walk = argument;
    int exact = 0; /* the address is the instruction itself, not where a call returns to */
    uintptr_t address = _Unwind_GetIPInfo(context, &exact);
    if (walk->tries) return _URC_NO_REASON;
    if (!walk->found && address != walk->from) return _URC_NO_REASON;
    walk->found = true;
    if (walk->until != 0 && _Unwind_GetCFA(context) > walk->until) return _URC_END_OF_STACK;
    note_frame(exact ? address : address - 1);
    return unsync__box->frame_count < WALKED_MAX ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/* --- Where it came ---------------------------------------------------------------------------- */

struct point {
    uintptr_t at, stack; /* 0: not known on this machine */
    enum unsync__access access;
};

static struct point point_of(int signal, const ucontext_t *context)
{
    struct point point = {0};
#if defined __x86_64__
    long error = context->uc_mcontext.gregs[REG_ERR]; /* of the page fault */
    point.at = (uintptr_t) context->uc_mcontext.gregs[REG_RIP];
    point.stack = (uintptr_t) context->uc_mcontext.gregs[REG_RSP];
    if (signal == SIGSEGV && context->uc_mcontext.gregs[REG_TRAPNO] == 14)
        point.access = error & 16 ? UNSYNC__EXECUTE : error & 2 ? UNSYNC__WRITE : UNSYNC__READ;
#elif defined __aarch64__
    (void) signal;
    point.at = context->uc_mcontext.pc;
    point.stack = context->uc_mcontext.sp;
#else
    (void) signal;
    (void) context;
#endif
    return point;
}

static bool is_main_thread(void)
{
    return syscall(SYS_gettid) == getpid();
}

/* The guard below the stack was touched, or what lies within a large frame of it. */
static bool overflowed(const siginfo_t *info, const struct point *point)
{
    uintptr_t address = (uintptr_t) info->si_addr;
    if (info->si_signo != SIGSEGV || info->si_code <= 0 || stack_low == 0) return false;
    return point->stack < stack_low + NEAR && address < stack_low + NEAR &&
           address + NEAR > point->stack && address < point->stack + NEAR;
}

/* A call to where no code is: the unwinder knows nothing of that place, the caller's address lies
 * on top of the stack. */
static void note_caller(const struct point *point)
{
#if defined __x86_64__
    note_frame(*(const uintptr_t *) point->stack - 1);
#else
    note_frame(point->at);
#endif
}

static void note(const siginfo_t *info, const ucontext_t *context)
{
    struct unsync__box *box = unsync__box;
    struct point point = point_of(info->si_signo, context);
    bool is_sent = info->si_code <= 0;
    box->code = info->si_code;
    box->address = is_sent ? 0 : (uint64_t) (uintptr_t) info->si_addr;
    if (info->si_signo == SIGSYS && !is_sent) box->address = (uint64_t) info->si_syscall;
    box->sender = is_sent ? info->si_pid : 0;
    box->access = point.access;
    box->overflowed = overflowed(info, &point);
    box->frame_count = 0;
    box->signal = (uint32_t) info->si_signo;
    struct walk walk = {.from = point.at, .until = is_main_thread() ? outside : 0};
    walk.found = point.at == 0;
    if (point.access == UNSYNC__EXECUTE && box->address == point.at)
        note_caller(&point);
    else
        _Unwind_Backtrace(step, &walk);
    box->ticket = unsync__flight_here(); /* the tree of tasks may be broken: last of all */
}

static void handle(int number, siginfo_t *info, void *context)
{
    int error = errno;
    if (atomic_flag_test_and_set(&begun))
        for (;;) pause(); /* another thread crashes: it ends all */
    if (unsync__limit_was_refused(error)) unsync__box->refused = 1;
    if (unsync__box_is_mine()) note(info, context);
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
    errno = error;
    raise(number); /* pending until the handler returns */
}

/* --- At the start ----------------------------------------------------------------------------- */

static void find_stack(void)
{
    pthread_attr_t attributes;
    void *low;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    if (pthread_attr_getstack(&attributes, &low, &size) == 0) stack_low = (uintptr_t) low;
    pthread_attr_destroy(&attributes);
}

static bool has_own_handler(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) != 0 || (now.sa_flags & SA_SIGINFO) != 0 ||
           now.sa_handler != SIG_DFL;
}

/* A stack for the handlers of this thread; NULL without memory. */
static void *give_stack(void)
{
    void *memory =
        mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    stack_t stack = {.ss_sp = memory, .ss_size = STACK_BYTES};
    if (sigaltstack(&stack, NULL) == 0) return memory;
    munmap(memory, STACK_BYTES);
    return NULL;
}

/* Another thread of a worker needs a stack for the handlers too, or its overflow could not be
 * told. */
static void *thread_begin(void)
{
    find_stack();
    return give_stack();
}

static void thread_end(void *stack)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    if (stack == NULL) return;
    sigaltstack(&none, NULL);
    munmap(stack, STACK_BYTES);
}

void unsync__crash_watch(void)
{
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct walk warm_up = {.tries = true};
    _Unwind_Backtrace(step, &warm_up);
    find_stack();
    give_stack();
    sigfillset(&action.sa_mask);
    for (int i = 0; i < DEADLY; i++)
        if (!has_own_handler(deadly[i]) && sigaction(deadly[i], &action, NULL) == 0)
            unsync__box->watches |= deadly[i] == SIGSEGV;
    unsync__signals_thread_begin = thread_begin;
    unsync__signals_thread_end = thread_end;
}
