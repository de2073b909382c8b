/* box.c: a sealed memfd; see box.h. The program reads it with pread, which cannot fault whatever
 * the worker has done to the file. */
#define _GNU_SOURCE
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct unsync__box own;
static pid_t owner;                  /* 0: no worker's */
static volatile unsigned char *mark; /* a byte that the kernel clears in a forked child; or NULL */
struct unsync__box *unsync__box = &own;

int unsync__box_new(void)
{
    int fd = memfd_create("unsync-box", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    if (ftruncate(fd, sizeof(struct unsync__box)) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        int error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

static void put_in_order(struct unsync__box *copy)
{
    enum { HALF = UNSYNC__FRAMES_MAX / 2 };
    struct unsync__box_frame outer[HALF];
    uint32_t walked = copy->frame_count;
    if (walked <= UNSYNC__FRAMES_MAX) return;
    copy->frame_count = UNSYNC__FRAMES_MAX;
    memcpy(outer, copy->frames + HALF, sizeof outer);
    for (uint32_t i = 0; i < HALF; i++) copy->frames[HALF + i] = outer[(walked + i) % HALF];
}

void unsync__box_read(int fd, struct unsync__box *copy)
{
    memset(copy, 0, sizeof *copy);
    if (fd < 0 || pread(fd, copy, sizeof *copy, 0) != (ssize_t) sizeof *copy) {
        memset(copy, 0, sizeof *copy);
        return;
    }
    put_in_order(copy);
    for (int i = 0; i < UNSYNC__FRAMES_MAX; i++)
        if (copy->frames[i].module > UNSYNC__MODULES_MAX)
            copy->frames[i].module = UNSYNC__MODULES_MAX;
    for (int i = 0; i < UNSYNC__MODULES_MAX; i++) copy->modules[i][UNSYNC__MODULE_NAME - 1] = '\0';
}

/* Asking for the number of the process after each call would cost a system call. */
static void make_mark(void)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE);
    void *memory =
        mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    if (madvise(memory, page, MADV_WIPEONFORK) != 0) {
        munmap(memory, page);
        return;
    }
    mark = memory;
    *mark = 1;
}

void unsync__box_attach(int fd)
{
    void *page = mmap(NULL, sizeof *unsync__box, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) unsync__box = page;
    owner = getpid();
    make_mark();
    close(fd);
}

bool unsync__box_is_mine(void)
{
    return mark != NULL ? *mark != 0 : getpid() == owner;
}

bool unsync__box_is_anothers(void)
{
    return owner != 0 && !unsync__box_is_mine();
}
