/*
 * The body is gone through once, in its order, with the list of locks that are held: a lock is
 * known by the text of its argument. A branch that ends in a jump takes its unlocks with it; after
 * an `if` without one, what either branch gave back is given back. Each lock is reported once,
 * where it is taken, with the await that it is held across.
 */
#include "lock.h"

#include <string.h>

#include "../tree/blocking.h"
#include "../tree/walk.h"

struct held {
    const char *lock, *unlock; /* "&a->mutex", "pthread_mutex_unlock" */
    const struct expr *call;
};

typedef VECTOR(struct held) held_vector;

struct locker {
    struct ir *ir;
    held_vector held;
    struct set reported; /* calls that take a lock */
};

/* The first argument, which is the lock. */
static const char *lock_text(struct locker *locker, const struct expr *call)
{
    const struct token *tokens = locker->ir->unit->tokens.list;
    const char *text = "";

    for (uint32_t i = call->list ? call->list->range.first : 0;
         call->list && i < call->list->range.end; i++)
        if (tokens[i].kind != TOKEN_DIRECTIVE)
            text = ir_text(locker->ir, "%s%.*s", text, (int) tokens[i].len, tokens[i].text);
    return text;
}

static void take_lock(struct locker *locker, const struct expr *call, const char *unlock)
{
    *vector_push(&locker->held) = (struct held) {lock_text(locker, call), unlock, call};
}

static void give_back(struct locker *locker, const struct expr *call)
{
    const char *name = call->kid[0]->name->text, *lock = lock_text(locker, call);

    for (uint32_t i = locker->held.count; i-- > 0;)
        if (strcmp(locker->held.list[i].unlock, name) == 0 &&
            strcmp(locker->held.list[i].lock, lock) == 0) {
            memmove(&locker->held.list[i], &locker->held.list[i + 1],
                    (locker->held.count - i - 1) * sizeof *locker->held.list);
            locker->held.count--;
            return;
        }
}

static void see_await(struct locker *locker, const struct expr *expr)
{
    const struct unit *unit = locker->ir->unit;

    for (uint32_t i = 0; i < locker->held.count; i++) {
        const struct held *held = &locker->held.list[i];

        if (!set_add(&locker->reported, held->call) ||
            !diag_report(unit->diag, DIAG_LOCK_ACROSS_AWAIT,
                         unit_range_span(unit, held->call->range),
                         "the lock '%s' is held while the function waits", held->lock))
            continue;
        diag_hint(unit->diag, "call %s before the await: what runs meanwhile may want the lock",
                  held->unlock);
        diag_note(unit->diag, unit_span(unit, expr->token), "it waits here");
    }
}

/* ---- in the order of execution, roughly ---- */

static void leave_expr(struct walk *walk, struct expr *expr)
{
    struct locker *locker = walk->context;
    const struct expr *callee = expr->kind == EXPR_CALL ? expr->kid[0] : NULL;

    if (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH)
        see_await(locker, expr);
    if (!callee || callee->kind != EXPR_NAME || callee->symbol)
        return;
    if (blocking_unlock(callee->name->text))
        take_lock(locker, expr, blocking_unlock(callee->name->text));
    else if (blocking_is_unlock(callee->name->text))
        give_back(locker, expr);
}

static bool ends_in_jump(const struct stmt *stmt)
{
    if (stmt && stmt->kind == STMT_COMPOUND) {
        stmt = stmt->body;
        while (stmt && stmt->next)
            stmt = stmt->next;
    }
    return stmt && (stmt->kind == STMT_RETURN || stmt->kind == STMT_GOTO ||
                    stmt->kind == STMT_BREAK || stmt->kind == STMT_CONTINUE ||
                    (stmt->kind == STMT_EXPR && stmt->expr->kind == EXPR_CALL &&
                     stmt->expr->kid[0]->kind == EXPR_NAME &&
                     strcmp(stmt->expr->kid[0]->name->text, "unsync_fail") == 0));
}

/* A branch: what it gives back counts only if it goes on behind the `if`. */
static void walk_branch(struct walk *walk, struct stmt *branch)
{
    struct locker *locker = walk->context;
    held_vector before = {0};

    for (uint32_t i = 0; i < locker->held.count; i++)
        *vector_push(&before) = locker->held.list[i];
    walk_stmt(walk, branch);
    if (ends_in_jump(branch)) {
        vector_free(&locker->held);
        locker->held = before;
    } else {
        vector_free(&before);
    }
}

/* The step of a `for` runs after its body. */
static void walk_for(struct walk *walk, struct stmt *stmt)
{
    if (stmt->init)
        walk_stmt(walk, stmt->init);
    walk_expr(walk, stmt->expr);
    walk_stmt(walk, stmt->body);
    walk_expr(walk, stmt->step);
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    if (stmt->kind == STMT_FOR) {
        walk_for(walk, stmt);
        return false;
    }
    if (stmt->kind != STMT_IF)
        return true;
    walk_expr(walk, stmt->expr);
    walk_branch(walk, stmt->body);
    if (stmt->otherwise)
        walk_branch(walk, stmt->otherwise);
    return false;
}

static void lock_function(struct ir *ir, struct function *function)
{
    struct locker locker = {.ir = ir};
    struct walk walk = {.context = &locker, .enter_stmt = enter_stmt, .leave_expr = leave_expr};

    if (!function->item->body || !function->await_count)
        return;
    walk_stmt(&walk, function->item->body);
    vector_free(&locker.held);
    set_free(&locker.reported);
}

void lock_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next)
        lock_function(ir, function);
}
