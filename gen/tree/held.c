#include "held.h"

#include <string.h>

#include "blocking.h"

/* ---- calls ---- */

static const struct name *callee_of(const struct expr *expr)
{
    return expr->kind == EXPR_CALL ? blocking_callee(expr) : NULL;
}

/* The first argument, which is the lock. */
static const char *lock_text(struct ir *ir, const struct expr *call)
{
    const struct token *tokens = ir->unit->tokens.list;
    const char *text = "";

    for (uint32_t i = call->list ? call->list->range.first : 0;
         call->list && i < call->list->range.end; i++)
        if (tokens[i].kind != TOKEN_DIRECTIVE)
            text = ir_text(ir, "%s%.*s", text, (int) tokens[i].len, tokens[i].text);
    return text;
}

bool held_taken(struct ir *ir, const struct expr *call, struct held *held, bool *is_asked)
{
    const struct name *name = callee_of(call);
    const char *unlock = name ? blocking_unlock(name, is_asked) : NULL;

    if (!unlock)
        return false;
    *held = (struct held) {lock_text(ir, call), unlock, call};
    return true;
}

bool held_given(struct ir *ir, const struct expr *call, struct held *held)
{
    const struct name *name = callee_of(call);

    if (!name || !blocking_is_unlock(name))
        return false;
    *held = (struct held) {lock_text(ir, call), name->text, call};
    return true;
}

/* ---- sets ---- */

bool held_same(const struct held *a, const struct held *b)
{
    return strcmp(a->unlock, b->unlock) == 0 && strcmp(a->lock, b->lock) == 0;
}

static bool holds(const struct held_locks *locks, const struct held *held)
{
    for (uint32_t i = 0; i < locks->count; i++)
        if (held_same(&locks->list[i], held))
            return true;
    return false;
}

void held_add(struct held_locks *locks, const struct held *held)
{
    if (locks->count < HELD_MAX)
        locks->list[locks->count++] = *held;
}

void held_remove(struct held_locks *locks, const struct held *held)
{
    for (uint32_t i = locks->count; i-- > 0;)
        if (held_same(&locks->list[i], held)) {
            memmove(&locks->list[i], &locks->list[i + 1],
                    (locks->count - i - 1) * sizeof *locks->list);
            locks->count--;
            return;
        }
}

struct held_locks held_join(const struct held_locks *before, const struct held_locks *a,
                            const struct held_locks *b)
{
    struct held_locks joined = {.count = 0};

    if (a->is_dead || b->is_dead)
        return a->is_dead ? *b : *a;
    for (uint32_t i = 0; i < a->count; i++)
        if (holds(b, &a->list[i]) || !holds(before, &a->list[i]))
            held_add(&joined, &a->list[i]);
    for (uint32_t i = 0; i < b->count; i++)
        if (!holds(a, &b->list[i]) && !holds(before, &b->list[i]))
            held_add(&joined, &b->list[i]);
    return joined;
}
