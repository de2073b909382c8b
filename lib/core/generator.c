/* generator.c: see generator.h. The inline unsync__next resumes a generator that yields a value of
 * its own; here is what else may happen: it yields from another, it ends, it fails, it is closed.
 *
 * A yield_from puts the inner generator on a chain; a question goes to the innermost one, and when
 * that has ended to the one that yielded from it. So a value costs the same at any depth. */
#include "generator.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "failure.h"
#include "frame.h"
#include "owned.h"

const struct unsync__lane unsync__lane_generator = {.name = "generator"};

/* The generator whose failure this thread was told last. */
static __thread struct unsync__task *failed;

static bool is_ended(const struct unsync__task *generator)
{
    return (generator->flags & UNSYNC__DONE) != 0;
}

static void check_idle(const struct unsync__task *generator, const char *what)
{
    unsync__check(generator != NULL, "a generator that is NULL is %s", what);
    unsync__check((generator->flags & UNSYNC__FREED) == 0, "%s (%s:%d) is %s after it was closed",
                  generator->kind->name, generator->kind->file, generator->kind->line, what);
    unsync__check((generator->flags & UNSYNC__RUNNING) == 0, "%s (%s:%d) is %s while it runs",
                  generator->kind->name, generator->kind->file, generator->kind->line, what);
    unsync__check((generator->flags & UNSYNC__AWAITED) == 0,
                  "%s (%s:%d) is %s, but %s (%s:%d) yields from it: yield_from takes it over",
                  generator->kind->name, generator->kind->file, generator->kind->line, what,
                  generator->parent->kind->name, generator->parent->kind->file,
                  generator->parent->kind->line);
}

/* Resumes the body; true if that ended it. */
static bool run(struct unsync__task *generator)
{
    generator->flags |= UNSYNC__RUNNING;
    generator->kind->run(generator);
    return is_ended(generator);
}

/* What the body leaves behind. */
static void after_end(struct unsync__task *generator)
{
    if (generator->budget == 0) return;
    generator->budget = 0;
    unsync__owned_close(generator);
}

static void dispose(struct unsync__task *generator)
{
    uint32_t seen = generator->flags & (UNSYNC__FAILED | UNSYNC__OBSERVED);
    if (seen == UNSYNC__FAILED) unsync__failure_print(stderr, generator);
    unsync__failure_clear(generator);
    unsync__frame_free(generator);
}

/* --- Asking ----------------------------------------------------------------------------------- */

static int tell_failure(struct unsync__task *generator)
{
    if ((generator->flags & UNSYNC__STATIC) == 0) generator->flags |= UNSYNC__OBSERVED;
    failed = generator;
    return generator->failure->code;
}

/* The innermost one has ended: its failure is that of the one which yields from it. */
static struct unsync__task *pop(struct unsync__task *root, struct unsync__task *inner)
{
    struct unsync__task *outer = inner->parent;
    outer->flags &= ~(uint32_t) UNSYNC__DELEGATES;
    if (inner->flags & UNSYNC__FAILED) {
        outer->failure = inner->failure;
        outer->flags |= UNSYNC__FAILED;
        inner->flags &= ~(uint32_t) UNSYNC__FAILED;
    }
    dispose(inner);
    root->link = outer;
    return outer;
}

/* `outer` has begun to yield from another one. */
static struct unsync__task *push(struct unsync__task *root, struct unsync__task *outer)
{
    struct unsync__task *inner = outer->link;
    if (outer != root) outer->flags &= ~(uint32_t) UNSYNC__RUNNING;
    root->link = (inner->flags & UNSYNC__DELEGATES) ? inner->link : inner;
    return root->link;
}

static int end_of(struct unsync__task *root)
{
    root->flags &= ~(uint32_t) UNSYNC__RUNNING;
    return (root->flags & UNSYNC__FAILED) ? tell_failure(root) : 0;
}

int unsync__next_after(struct unsync__task *root, struct unsync__task *inner, void *value,
                       size_t size, size_t align)
{
    for (;;) {
        if (is_ended(inner)) {
            after_end(inner);
            if (inner == root) return end_of(root);
            inner = pop(root, inner);
        } else if (inner->flags & UNSYNC__DELEGATES) {
            inner = push(root, inner);
        } else {
            inner->flags &= ~(uint32_t) UNSYNC__RUNNING;
            root->flags &= ~(uint32_t) UNSYNC__RUNNING;
            unsync__copy_value(value, unsync__value_at(inner, align), size);
            return 1;
        }
        if (!is_ended(inner)) run(inner);
    }
}

int unsync__next_slow(struct unsync__task *root, void *value, size_t size, size_t align)
{
    check_idle(root, "asked for a value");
    if (root->flags & UNSYNC__FAILED) return tell_failure(root);
    if (is_ended(root)) return 0;
    root->flags |= UNSYNC__RUNNING;
    run(root->link);
    return unsync__next_after(root, root->link, value, size, align);
}

int unsync__next_or_code(struct unsync__task *generator, void *value, size_t size, size_t align)
{
    return unsync__next(generator, value, size, align);
}

int unsync__next_or_exit(struct unsync__task *generator, void *value, size_t size, size_t align)
{
    return unsync__must(unsync__next(generator, value, size, align));
}

int unsync__sends(struct unsync__task *generator, const struct unsync__kind *kind, bool has_values)
{
    check_idle(generator, "sent a value");
    if (generator->flags & UNSYNC__STATIC) return tell_failure(generator);
    unsync__check(generator->kind == kind, "%s_send was given a generator %s (%s:%d)", kind->name,
                  generator->kind->name, generator->kind->file, generator->kind->line);
    unsync__check((generator->flags & UNSYNC__DELEGATES) == 0,
                  "%s (%s:%d) is sent a value while it yields from %s (%s:%d), which would not "
                  "see it",
                  kind->name, kind->file, kind->line, generator->link->kind->name,
                  generator->link->kind->file, generator->link->kind->line);
    if (generator->state != 0 || is_ended(generator)) return 1;
    unsync__check(!has_values,
                  "%s (%s:%d) is sent a value before it was asked for its first one: no yield "
                  "would take it; call %s_next before",
                  kind->name, kind->file, kind->line, kind->name);
    return unsync__next(generator, NULL, 0, 1);
}

/* --- In a body -------------------------------------------------------------------------------- */

void unsync__generator_end(struct unsync__task *generator)
{
    generator->flags |= UNSYNC__DONE;
}

bool unsync__delegate(struct unsync__task *outer, struct unsync__task *inner, unsigned point)
{
    check_idle(inner, "yielded from");
    if (inner->flags & UNSYNC__STATIC) {
        unsync__failure_copy(outer, inner);
        return false;
    }
    unsync__owned_remove(inner);
    inner->parent = outer;
    inner->flags |= UNSYNC__AWAITED;
    outer->state = (uint16_t) point;
    outer->link = inner;
    outer->flags |= UNSYNC__DELEGATES;
    return true;
}

bool unsync__delegation_failed(struct unsync__task *outer, const char *file, int line)
{
    if (outer->flags & UNSYNC__FAILED)
        unsync__failure_add_place(outer, outer->kind->name, file, line, false);
    return (outer->flags & (UNSYNC__FAILED | UNSYNC__CANCEL)) != 0;
}

/* --- Failure ---------------------------------------------------------------------------------- */

struct unsync__task *unsync__generator_failed(void)
{
    return failed;
}

void unsync__raise_from(struct unsync__task *task, const struct unsync__task *generator,
                        const char *file, int line)
{
    if (task->flags & UNSYNC__FAILED) return; /* in a deferred statement: the first one counts */
    unsync__failure_copy(task, generator);
    unsync__failure_add_place(task, task->kind->name, file, line, false);
}

void unsync__raise(struct unsync__task *task, const char *file, int line)
{
    unsync__raise_from(task, failed, file, line);
}

void unsync__exit_with_failure(void)
{
    unsync__failure_print(stderr, failed);
    exit(1);
}

const struct unsync_failure *unsync__generator_failure(struct unsync__task *generator)
{
    if (generator != NULL && (generator->flags & UNSYNC__FREED))
        check_idle(generator, "asked for its failure");
    return generator != NULL && (generator->flags & UNSYNC__FAILED) ? generator->failure : NULL;
}

/* --- Closing ---------------------------------------------------------------------------------- */

void unsync__generator_unwind(struct unsync__task *root)
{
    check_idle(root, "closed");
    struct unsync__task *one = (root->flags & UNSYNC__DELEGATES) ? root->link : root;
    for (;;) {
        struct unsync__task *outer = one->parent;
        one->flags = (one->flags & ~(uint32_t) UNSYNC__DELEGATES) | UNSYNC__CANCEL;
        if (one->state != 0 && !is_ended(one)) run(one);
        one->flags = (one->flags & ~(uint32_t) UNSYNC__RUNNING) | UNSYNC__DONE;
        after_end(one);
        if (one == root) return;
        dispose(one);
        one = outer;
    }
}

void unsync__close(struct unsync__task *generator)
{
    if (generator == NULL || (generator->flags & UNSYNC__STATIC)) return;
    check_idle(generator, "closed");
    unsync__owned_remove(generator);
    if (!is_ended(generator)) unsync__generator_unwind(generator);
    dispose(generator);
}
