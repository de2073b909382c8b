/*
 * Limit: see limit.h. A limit of nothing is refused rather than taken for none: 0 is how the
 * runtime is told that there is no limit.
 */
#include "limit.h"

enum { MOST_RETRIES = 100, MOST_FILES = 1 << 20, MOST_WORKERS = 1024 };

static const struct {
    enum option_id id;
    int64_t most;
} numbers[] = {
    {OPTION_CPU_BOUND_TIMEOUT, INT64_MAX},        {OPTION_CPU_BOUND_QUEUE_TIMEOUT, INT64_MAX},
    {OPTION_CPU_BOUND_CPU, INT64_MAX},            {OPTION_CPU_BOUND_MEMORY, INT64_MAX},
    {OPTION_CPU_BOUND_FILE_SIZE, INT64_MAX},      {OPTION_CPU_BOUND_OPEN_FILES, MOST_FILES},
    {OPTION_CPU_BOUND_RETRIES, MOST_RETRIES},     {OPTION_CPU_BOUND_RECYCLE, INT32_MAX},
    {OPTION_CPU_BOUND_RECYCLE_AFTER, INT64_MAX},  {OPTION_CPU_BOUND_RECYCLE_GROWTH, INT64_MAX},
    {OPTION_CPU_BOUND_MAX, MOST_WORKERS},         {OPTION_CPU_BOUND_QUEUE, INT32_MAX},
};

static void check_number(struct ir *ir, const struct function *function, enum option_id id,
                         int64_t most)
{
    const struct option *option = mark_find_option(function->mark, id);
    const char *name = option_table[id].name;

    if (!option || (option->number >= 1 && option->number <= most))
        return;
    if (most == INT64_MAX)
        ir_refuse(ir, function->item, DIAG_OPTION_VALUE, option->span, "leave it out",
                  "'%s' of nothing would let nothing run", name);
    else
        ir_refuse(ir, function->item, DIAG_OPTION_VALUE, option->span, NULL,
                  "'%s' is a number from 1 to %lld", name, (long long) most);
}

/* A body that has begun may have done half of its work. */
static void check_retries(struct ir *ir, const struct function *function)
{
    const struct option *retries = mark_find_option(function->mark, OPTION_CPU_BOUND_RETRIES);

    if (retries && function->is_generator)
        ir_refuse(ir, function->item, DIAG_RETRIES, retries->span,
                  "ask it again where it is asked: only there one knows what to do with them",
                  "'retries' would give values again that were seen");
    else if (retries && !mark_find_option(function->mark, OPTION_CPU_BOUND_IDEMPOTENT))
        ir_refuse(ir, function->item, DIAG_RETRIES, retries->span,
                  "if it may run twice, say so: retries = N, idempotent",
                  "'retries' starts a body again that may have done half of its work");
}

/* What the kernel counts for a process says nothing of one of many calls in it. */
static void check_shared(struct ir *ir, const struct function *function)
{
    static const enum option_id alone[] = {OPTION_CPU_BOUND_CPU, OPTION_CPU_BOUND_OPEN_FILES,
                                           OPTION_CPU_BOUND_FILE_SIZE};

    for (size_t i = 0; function->is_remote && i < sizeof alone / sizeof *alone; i++) {
        const struct option *option = mark_find_option(function->mark, alone[i]);

        if (option)
            ir_refuse(ir, function->item, DIAG_OPTION_VALUE, option->span,
                      "leave it out; or leave @async out, so that a worker runs one call at a time",
                      "'%s' is counted for a whole process, and this one runs many calls at once",
                      option_table[option->id].name);
    }
}

/* ---- which workers ---- */

static void refuse(struct ir *ir, const struct function *function, const struct option *option,
                   const char *hint, const char *message)
{
    ir_refuse(ir, function->item, DIAG_POOL, option->span, hint, "%s", message);
}

static void check_pool(struct ir *ir, const struct function *function)
{
    const struct option *max = mark_find_option(function->mark, OPTION_CPU_BOUND_MAX);
    const struct option *queue = mark_find_option(function->mark, OPTION_CPU_BOUND_QUEUE);
    bool is_named = mark_find_option(function->mark, OPTION_CPU_BOUND_POOL) != NULL;

    if (max && !is_named)
        refuse(ir, function, max, ir_text(ir, "pool = NAME, max = %lld", (long long) max->number),
               "'max' is a property of a pool with a name");
    if (queue && !is_named && !mark_find_option(function->mark, OPTION_CPU_BOUND_WORKER))
        refuse(ir, function, queue,
               ir_text(ir, "pool = NAME, queue = %lld", (long long) queue->number),
               "'queue' is a property of a pool with a name");
}

/* What it keeps would be lost, or is not to be shared. */
static void check_worker(struct ir *ir, const struct function *function)
{
    static const enum option_id ends[] = {
        OPTION_CPU_BOUND_RECYCLE, OPTION_CPU_BOUND_RECYCLE_AFTER, OPTION_CPU_BOUND_RECYCLE_GROWTH,
        OPTION_CPU_BOUND_RETRIES};
    const struct option *pool = mark_find_option(function->mark, OPTION_CPU_BOUND_POOL);

    if (!mark_find_option(function->mark, OPTION_CPU_BOUND_WORKER))
        return;
    if (pool)
        refuse(ir, function, pool, "give one of the two",
               "the one worker of a name is a pool of its own");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct option *option = mark_find_option(function->mark, ends[i]);

        if (option)
            refuse(ir, function, option, "use pool = NAME, whose workers keep nothing",
                   ir_text(ir, "'%s' takes another worker, which has not what this one keeps",
                           option_table[option->id].name));
    }
}

void limit_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        if (function->item->failed || function->mark->id != MARK_CPU_BOUND)
            continue;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            check_number(ir, function, numbers[i].id, numbers[i].most);
        check_retries(ir, function);
        check_shared(ir, function);
        check_pool(ir, function);
        check_worker(ir, function);
    }
}
