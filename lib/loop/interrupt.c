/* interrupt.c: see interrupt.h. The handler only counts and rings a uv_async, which a handler may;
 * the rest happens in the loop. A loop that a task holds up does not hear the bell: then the second
 * one counts, which the handler sees to itself. */
#define _GNU_SOURCE
#include "interrupt.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <uv.h>

#include "../base/environment.h"
#include "../core/cancel.h"
#include "../core/task.h"
#include "late.h"
#include "loop.h"
#include "patience.h"

enum { GRACE_DEFAULT_MS = 5000 };

static bool is_open;
static atomic_int times;
static uv_async_t bell;
static struct unsync__task *target;
static struct unsync__patience grace;

static void handle(int number)
{
    int before = errno;
    if (atomic_fetch_add(&times, 1) == 0)
        uv_async_send(&bell);
    else {
        signal(number, SIG_DFL);
        raise(number); /* comes when this handler returns */
    }
    errno = before;
}

static uint64_t grace_ms(void)
{
    return (uint64_t) unsync__environment_number("UNSYNC_GRACE_MS", 0, INT_MAX, GRACE_DEFAULT_MS);
}

static void grace_over(struct unsync__patience *patience)
{
    (void) patience;
    fprintf(stderr, "unsync: interrupted, but main has not ended\n");
    unsync__late_count(target, NULL, stderr);
    unsync__interrupt_raise();
}

static void rang(uv_async_t *handle_)
{
    (void) handle_;
    if (target == NULL || atomic_load(&times) == 0) return;
    unsync__cancel_directly(target);
    unsync__patience_start_real(&grace, grace_ms(), grace_over);
}

void unsync__interrupt_open(void)
{
    struct sigaction before;
    if (sigaction(SIGINT, NULL, &before) != 0 || before.sa_handler != SIG_DFL) return;
    if (uv_async_init(unsync__loop_uv(), &bell, rang) != 0) return;
    struct sigaction mine = {.sa_handler = handle, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &mine, NULL);
    is_open = true;
}

void unsync__interrupt_target(struct unsync__task *task)
{
    target = task;
}

bool unsync__interrupted(void)
{
    return atomic_load(&times) > 0;
}

bool unsync__interrupt_close(void)
{
    struct sigaction now;
    target = NULL;
    unsync__patience_stop(&grace);
    if (!is_open) return false;
    is_open = false;
    if (sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == handle) signal(SIGINT, SIG_DFL);
    uv_close((uv_handle_t *) &bell, NULL);
    return unsync__interrupted();
}

void unsync__interrupt_raise(void)
{
    fflush(NULL);
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
}
