/*
 * Limit: see limit.h. A limit of nothing is refused rather than taken for none: 0 is how the
 * runtime is told that there is no limit.
 */
#include "limit.h"

enum { MOST_RETRIES = 100, MOST_FILES = 1 << 20 };

static const struct {
    enum option_id id;
    int64_t most;
} numbers[] = {
    {OPTION_CPU_BOUND_TIMEOUT, INT64_MAX},        {OPTION_CPU_BOUND_QUEUE_TIMEOUT, INT64_MAX},
    {OPTION_CPU_BOUND_CPU, INT64_MAX},            {OPTION_CPU_BOUND_MEMORY, INT64_MAX},
    {OPTION_CPU_BOUND_FILE_SIZE, INT64_MAX},      {OPTION_CPU_BOUND_OPEN_FILES, MOST_FILES},
    {OPTION_CPU_BOUND_RETRIES, MOST_RETRIES},     {OPTION_CPU_BOUND_RECYCLE, INT32_MAX},
    {OPTION_CPU_BOUND_RECYCLE_AFTER, INT64_MAX},  {OPTION_CPU_BOUND_RECYCLE_GROWTH, INT64_MAX},
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

    if (retries && !mark_find_option(function->mark, OPTION_CPU_BOUND_IDEMPOTENT))
        ir_refuse(ir, function->item, DIAG_RETRIES, retries->span,
                  "if it may run twice, say so: retries = N, idempotent",
                  "'retries' starts a body again that may have done half of its work");
}

void limit_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        if (function->item->failed || function->mark->id != MARK_CPU_BOUND)
            continue;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            check_number(ir, function, numbers[i].id, numbers[i].most);
        check_retries(ir, function);
    }
}
