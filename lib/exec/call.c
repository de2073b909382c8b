/* call.c: see call.h. One packer serves all calls: they are packed one at a time, on the loop
 * thread. */
#include "call.h"

#include "../base/alloc.h"
#include "../base/check.h"
#include "../core/failure.h"
#include "pack.h"
#include "wire.h"

static struct unsync__packer packer;

static void pack(struct unsync__task *task)
{
    const struct unsync__remote *remote = task->kind->remote;
    unsync__packer_reset(&packer);
    unsync__pack_string(&packer, remote->signature);
    remote->pack(&packer, task);
    unsync__check(packer.code != 0 || packer.depth == 0, "%s (%s:%d) packed too few arguments",
                  task->kind->name, task->kind->file, task->kind->line);
}

struct unsync__call *unsync__call_new(struct unsync__task *task)
{
    struct unsync__call *call = unsync__zalloc(sizeof *call);
    if (call == NULL) {
        unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory to call %s", task->kind->name);
        return NULL;
    }
    pack(task);
    if (packer.code != 0) {
        unsync__failure_set(task, NULL, 0, packer.code, "the arguments of %s: %s", task->kind->name,
                            packer.message);
        unsync__packer_free(&packer);
        unsync__free(call);
        return NULL;
    }
    size_t len;
    call->bytes = unsync__packer_take(&packer, &len);
    call->len = UNSYNC__PACK_HEAD + len;
    unsync__wire_seal(call->bytes, UNSYNC__CALL, len);
    call->task = task;
    task->link = (struct unsync__task *) (void *) call;
    return call;
}

void unsync__call_free(struct unsync__call *call)
{
    call->task->link = NULL;
    unsync__free(call->bytes);
    unsync__free(call);
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
