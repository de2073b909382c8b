/* call.c: see call.h. One packer serves all calls: they are packed one at a time, on the loop
 * thread. */
#include "call.h"

#include "../base/alloc.h"
#include "../base/check.h"
#include "../core/failure.h"
#include "../wire/pack.h"
#include "backlog.h"

enum { FREE_MOST = 1024 };

static struct unsync__packer packer;
static struct unsync__call *unused; /* by `next`: calls come and go by the thousand */
static unsigned unused_count;

struct unsync__call *unsync__call_new(struct unsync__task *task)
{
    struct unsync__call *call = unused;
    if (call != NULL) {
        unused = call->next;
        unused_count--;
    } else
        call = unsync__alloc(sizeof *call);
    if (call == NULL) {
        unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory to call %s", task->kind->name);
        return NULL;
    }
    *call = (struct unsync__call){.task = task};
    task->link = (struct unsync__task *) (void *) call;
    return call;
}

void unsync__call_free(struct unsync__call *call)
{
    call->task->link = NULL;
    unsync__backlog_leave(call->backlog);
    if (call->alarm.fire != NULL) unsync__alarm_stop(&call->alarm);
    if (call->overdue.fire != NULL) unsync__alarm_stop(&call->overdue);
    if (unused_count == FREE_MOST) {
        unsync__free(call);
        return;
    }
    call->next = unused;
    unused = call;
    unused_count++;
}

const char *unsync__call_pack(struct unsync__call *call, struct unsync__store *store, size_t *len)
{
    const struct unsync__kind *kind = call->task->kind;
    unsync__packer_reset(&packer);
    packer.store = store;
    packer.lease = &call->lease;
    unsync__pack_uint(&packer, kind->remote->print);
    kind->remote->pack(&packer, call->task);
    if (packer.code != 0) {
        unsync__failure_set(call->task, NULL, 0, packer.code, "the arguments of %s: %s", kind->name,
                            packer.message);
        unsync__packer_free(&packer);
        unsync__store_end(store, &call->lease);
        return NULL;
    }
    unsync__check(packer.depth == 0, "%s (%s:%d) packed too few arguments", kind->name, kind->file,
                  kind->line);
    *len = packer.len;
    return packer.bytes + UNSYNC__PACK_HEAD;
}

const int *unsync__call_handed(unsigned *count)
{
    *count = packer.handed_count;
    return packer.handed;
}

void unsync__call_has_no_room(struct unsync__call *call, int code)
{
    unsync__failure_set(call->task, NULL, 0, code, "no shared memory for the arguments of %s",
                        call->task->kind->name);
}

void unsync__call_trim(void)
{
    unsync__packer_free(&packer);
    for (struct unsync__call *call = unused, *next; call != NULL; call = next) {
        next = call->next;
        unsync__free(call);
    }
    unused = NULL;
    unused_count = 0;
}

struct unsync__call *unsync__call_of(const struct unsync__task *task)
{
    return (struct unsync__call *) (void *) task->link;
}

/* --- The queue -------------------------------------------------------------------------------- */

static void insert(struct unsync__calls *calls, struct unsync__call *call,
                   struct unsync__call *before, struct unsync__call *next)
{
    call->before = before;
    call->next = next;
    *(before != NULL ? &before->next : &calls->first) = call;
    *(next != NULL ? &next->before : &calls->last) = call;
    calls->count++;
}

void unsync__calls_append(struct unsync__calls *calls, struct unsync__call *call)
{
    insert(calls, call, calls->last, NULL);
}

void unsync__calls_prepend(struct unsync__calls *calls, struct unsync__call *call)
{
    insert(calls, call, NULL, calls->first);
}

void unsync__calls_remove(struct unsync__calls *calls, struct unsync__call *call)
{
    *(call->before != NULL ? &call->before->next : &calls->first) = call->next;
    *(call->next != NULL ? &call->next->before : &calls->last) = call->before;
    call->before = call->next = NULL;
    calls->count--;
}
