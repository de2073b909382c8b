/* fence.c: see fence.h. The filter is a list of system calls that are refused. Besides what opens
 * sockets or files by name, it holds what would do so by a way around: io_uring, other processes'
 * memory and descriptors, the calls of another architecture. */
#define _GNU_SOURCE
#include "fence.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
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

enum { ROOM = 96 };
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
_Static_assert(2 * (COUNT(around) + COUNT(network) + COUNT(files)) + 8 <= ROOM,
               "a filter has room");

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
    put(&filter, (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {.len = filter.count, .filter = filter.lines};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -errno;
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
        return -errno;
    return 0;
}
