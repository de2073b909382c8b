/* fence.c: see fence.h. The filter is a list of system calls that are refused. Besides what opens
 * sockets or files by name, it holds what would do so by a way around: io_uring, other processes'
 * memory and descriptors, the calls of another architecture. Of what signals, only the calls that
 * mean this process pass; nor may it join another process group, have the kernel signal an owner
 * for it (SIGIO), set another's limits (of CPU time), or do so by the terminal. */
#define _GNU_SOURCE
#include "fence.h"

#include <asm/ioctls.h>
#include <asm/sockios.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unsync_gen.h>

#if defined __x86_64__
enum { NATIVE = AUDIT_ARCH_X86_64, X32 = 0x40000000 };
#elif defined __aarch64__
enum { NATIVE = AUDIT_ARCH_AARCH64, X32 = 0x7fffffff };
#else
enum { NATIVE = 0, X32 = 0x7fffffff };
#endif

static const int around[] = {SYS_io_uring_setup, SYS_ptrace, SYS_process_vm_readv,
                             SYS_process_vm_writev, SYS_pidfd_getfd};
static const int network[] = {SYS_socket};
static const int files[] = {
#ifdef SYS_open
    SYS_open,      SYS_creat,     SYS_mknod,
    SYS_mkdir,     SYS_rmdir,     SYS_unlink,
    SYS_rename,    SYS_link,      SYS_symlink,
#endif
    SYS_openat,    SYS_openat2,   SYS_open_by_handle_at,
    SYS_open_tree, SYS_fsopen,    SYS_mknodat,
    SYS_mkdirat,   SYS_unlinkat,  SYS_renameat2,
    SYS_linkat,    SYS_symlinkat, SYS_truncate,
    SYS_execve,    SYS_execveat,
#ifdef SYS_renameat
    SYS_renameat,
#endif
};

/* Signals to others, and who becomes one of theirs. */
static const int signals[] = {SYS_tkill, SYS_pidfd_send_signal, SYS_setpgid};
static const int to_process[] = {SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo};
static const unsigned owners[] = {F_SETOWN, F_SETOWN_EX};
static const unsigned devices[] = {FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCSPGRP};

enum { ROOM = 192 };
struct filter {
    struct sock_filter lines[ROOM];
    unsigned short count;
};

static void put(struct filter *filter, struct sock_filter line)
{
    filter->lines[filter->count++] = line;
}

static void refuse(struct filter *filter)
{
    put(filter, (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES));
}

static void refuse_each(struct filter *filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put(filter,
            (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned) calls[i], 0, 1));
        refuse(filter);
    }
}

static void load(struct filter *filter, size_t offset)
{
    put(filter, (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned) offset));
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* What is refused by an argument takes no more lines than these. */
enum { BY_ARGUMENT = (COUNT(to_process) + 4) * (COUNT(devices) + 5) };
_Static_assert(2 * (COUNT(around) + COUNT(network) + COUNT(files) + COUNT(signals)) +
                       BY_ARGUMENT + 8 <= ROOM,
               "a filter has room");

static void load_argument(struct filter *filter, unsigned number)
{
    /* the low half of it */
    load(filter, offsetof(struct seccomp_data, args) + number * sizeof(uint64_t));
}

/* The call is refused if that argument is one of the values, or else if it is none of them. It is
 * an int to the kernel, which looks at no more of it either. */
static void refuse_by(struct filter *filter, int call, unsigned argument, const unsigned *values,
                      unsigned char count, bool if_one)
{
    unsigned char lines = (unsigned char) (count + (if_one ? 4 : 3));
    put(filter,
        (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned) call, 0, lines));
    load_argument(filter, argument);
    for (unsigned char i = 0; i < count; i++)
        put(filter, (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, values[i],
                                                  (unsigned char) (count - i), 0));
    if (if_one) put(filter, (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0));
    refuse(filter);
    load(filter, offsetof(struct seccomp_data, nr));
}

static void refuse_signals(struct filter *filter)
{
    const unsigned mine[] = {(unsigned) getpid(), 0}; /* 0: its group, or itself */
    refuse_each(filter, signals, COUNT(signals));
    for (size_t i = 0; i < COUNT(to_process); i++)
        refuse_by(filter, to_process[i], 0, mine, 1, false);
    refuse_by(filter, SYS_kill, 0, mine, COUNT(mine), false);
    refuse_by(filter, SYS_prlimit64, 0, mine, COUNT(mine), false);
    refuse_by(filter, SYS_fcntl, 1, owners, COUNT(owners), true);
    refuse_by(filter, SYS_ioctl, 1, devices, COUNT(devices), true);
}

int unsync__fence_up(uint32_t fences)
{
    struct filter filter = {.count = 0};
    if (fences == 0) return 0;
    if (NATIVE == 0) return -ENOSYS;
    load(&filter, offsetof(struct seccomp_data, arch));
    put(&filter, (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0));
    refuse(&filter);
    load(&filter, offsetof(struct seccomp_data, nr));
    put(&filter, (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1));
    refuse(&filter);
    refuse_each(&filter, around, COUNT(around));
    if (fences & UNSYNC__NO_NETWORK) refuse_each(&filter, network, COUNT(network));
    if (fences & UNSYNC__NO_NEW_FILES) refuse_each(&filter, files, COUNT(files));
    if (fences & UNSYNC__NO_SIGNALS) refuse_signals(&filter);
    put(&filter, (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {.len = filter.count, .filter = filter.lines};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -errno;
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
        return -errno;
    return 0;
}
