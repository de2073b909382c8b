/* generate.c: who owns a generator. The loop knows its task, a job its thread; plain C owns by
 * itself. An owner closes what is left when its body is over and its children are joined: a loop
 * task in unsync__resolve, a job on its own thread, before its locals are gone. */
#include "../core/frame.h"
#include "../core/owned.h"
#include "block.h"

static struct unsync__task *owner_here(void)
{
    if (unsync__here == NULL) return unsync__owner;
    struct unsync__task *current = unsync__here->current;
    return current != NULL && (current->flags & UNSYNC__STATIC) ? NULL : current; /* plain C */
}

void *unsync__new_generator(const struct unsync__kind *kind, size_t size, size_t align)
{
    struct unsync__task *generator = unsync__frame_apart(kind, size, align);
    if (generator == NULL) return NULL;
    generator->budget = 0;
    struct unsync__task *owner = owner_here();
    if (owner == NULL) return generator;
    if (unsync__is_job(owner))
        owner->state |= UNSYNC__JOB_OWNS;
    else
        unsync__store_flags(owner, owner->flags | UNSYNC__OWNS);
    unsync__owned_add(owner, generator);
    return generator;
}

void unsync__own(struct unsync__task *owner, struct unsync__task *generator)
{
    if (generator->flags & UNSYNC__STATIC) return;
    unsync__owned_remove(generator);
    owner->budget = 1;
    unsync__owned_add(owner, generator);
}
