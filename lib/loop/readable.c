/* readable.c: see readable.h. */
#include "readable.h"

#include <uv.h>

#include "loop.h"

static uv_poll_t watcher;
static void (*hook)(void);

/* The reader finds out what is wrong, too. */
static void readable(uv_poll_t *poll, int status, int events)
{
    (void) poll;
    (void) status;
    (void) events;
    hook();
}

int unsync__loop_listen(int fd, void (*new_hook)(void))
{
    hook = new_hook;
    if (uv_poll_init(unsync__loop_uv(), &watcher, fd) != 0) return UNSYNC_ESYSTEM;
    return uv_poll_start(&watcher, UV_READABLE, readable) == 0 ? 0 : UNSYNC_ESYSTEM;
}
