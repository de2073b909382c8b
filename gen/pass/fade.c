/*
 * Parameters that the body needs no more once it has begun: their storage goes to what comes later.
 *
 * A parameter fades at its last use, if nothing leads back over that: no label before it, no loop
 * around it that awaits. The last one that fades divides the body: what is declared behind it, by
 * the body itself or in a block that begins there, is of the second part. If a block or an
 * expression stands on both sides, nothing is shared. A body with deferred statements is left
 * alone: they run behind everything.
 */
#include "fade.h"

#include "../tree/walk.h"

struct fader {
    struct function *function;
    VECTOR(struct range) loops; /* that hold an await */
};

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct fader *fader = walk->context;
    bool is_loop = stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR;

    if (is_loop && stmt->has_await)
        *vector_push(&fader->loops) = stmt->range;
    return stmt->has_await;
}

static uint32_t last_use(const struct function *function, const struct local *local)
{
    for (uint32_t i = function->uses.count; i; i--)
        if (function->uses.list[i - 1].local == local)
            return function->uses.list[i - 1].token;
    return function->item->body->range.first;
}

/* Whether control may come to the token, or back to it, after an await behind it. */
static bool comes_back(const struct fader *fader, uint32_t token)
{
    const struct function *function = fader->function;

    for (uint32_t i = 0; i < fader->loops.count; i++)
        if (fader->loops.list[i].first <= token && token < fader->loops.list[i].end)
            return true;
    return function->labels.count && function->labels.list[0] <= token;
}

static bool fades(const struct fader *fader, const struct slot *slot, uint32_t *last)
{
    const struct local *local = slot->local;

    if (!local || local->decl || local->is_exposed)
        return false;
    *last = last_use(fader->function, local);
    return !comes_back(fader, *last);
}

static bool is_of_body(const struct slot *slot)
{
    return slot->local && slot->local->decl && slot->local->is_outermost;
}

static bool straddles(const struct function *function, const struct slot *slot, uint32_t cut)
{
    return slot->live.end && !is_of_body(slot) &&
           slot->live.first > function->item->body->range.first && slot->live.first <= cut &&
           cut < slot->live.end;
}

/*
 * What the body's own block declares before the cut lives in all of it, what it does behind in its
 * second part.
 */
static void divide(const struct fader *fader, uint32_t cut)
{
    struct function *function = fader->function;
    struct range first = {function->item->range.first, cut + 1};
    struct range second = {cut + 1, function->item->body->range.end};
    uint32_t last;

    for (uint32_t i = 0; i < function->slots.count; i++) {
        struct slot *slot = &function->slots.list[i];

        if (fades(fader, slot, &last))
            slot->live = first;
        else if (is_of_body(slot) && slot->local->declarator->token > cut &&
                 !comes_back(fader, slot->local->declarator->token))
            slot->live = second;
        else if (slot->live.first <= cut && cut < slot->live.end) /* of the body's own block */
            slot->live = (struct range) {0, 0};
    }
}

static void fade_function(struct fader *fader)
{
    struct function *function = fader->function;
    struct walk walk = {.context = fader, .enter_stmt = enter_stmt};
    uint32_t cut = 0, last;

    walk_stmt(&walk, function->item->body);
    for (uint32_t i = 0; i < function->slots.count; i++)
        if (fades(fader, &function->slots.list[i], &last) && cut < last)
            cut = last;
    if (!cut || function->defers.count)
        return;
    for (uint32_t i = 0; i < function->slots.count; i++)
        if (straddles(function, &function->slots.list[i], cut))
            return;
    divide(fader, cut);
}

void fade_items(struct ir *ir)
{
    struct fader fader = {0};

    for (struct function *function = ir->functions; function; function = function->next) {
        if (function->item->failed || !function->item->body || !function->is_resumed ||
            !function->await_count || !function->parameter_count)
            continue;
        fader.function = function;
        fader.loops.count = 0;
        fade_function(&fader);
    }
    vector_free(&fader.loops);
}
