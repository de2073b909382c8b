/*
 * The body is gone through once, along its control flow, with the locks that are held (held.h). A
 * lock that a condition asks for (`if (pthread_mutex_trylock(&m) == 0)`) is held on the branch
 * where it was got, and one whose result goes elsewhere is not followed, if it may fail. What is
 * deferred runs where its block is left. The second turn of a loop is not looked at, nor jumps
 * back. Each lock is reported once, where it is taken, with the await that it is held across.
 */
#include "lock.h"

#include <string.h>

#include "../tree/held.h"
#include "../tree/walk.h"

/* Where a `break` leads. */
struct exits {
    struct held_locks before, after; /* at the loop or switch; at the breaks so far */
    uint32_t defers;                 /* how many were pending */
    bool has_default;
    bool is_switch;
    struct exits *outer;
};

struct target {
    const struct name *label;
    struct held_locks locks;
};

struct locker {
    struct ir *ir;
    struct held_locks now;
    struct exits *exits;
    VECTOR(struct stmt *) defers;    /* pending; the statements that they run */
    VECTOR(struct target) targets;   /* of gotos */
    struct set asked;                /* calls whose result a condition asks */
    struct set reported;             /* calls that take a lock */
};

/* ---- messages ---- */

struct finder {
    struct locker *locker;
    const struct held *held;
    const struct expr *call;
};

static void find_given(struct walk *walk, struct expr *expr)
{
    struct finder *finder = walk->context;
    struct held given;

    if (held_given(finder->locker->ir, expr, &given) && held_same(&given, finder->held))
        finder->call = expr;
}

/* The call in a pending deferred statement that gives the lock back, or NULL. */
static const struct expr *deferred_unlock(struct locker *locker, const struct held *held)
{
    struct finder finder = {locker, held, NULL};
    struct walk walk = {.context = &finder, .leave_expr = find_given};

    for (uint32_t i = locker->defers.count; i-- > 0 && !finder.call;)
        walk_stmt(&walk, locker->defers.list[i]);
    return finder.call;
}

static void report(struct locker *locker, const struct held *held, const struct expr *wait)
{
    const struct unit *unit = locker->ir->unit;
    const struct expr *unlock = deferred_unlock(locker, held);

    if (!diag_report(unit->diag, DIAG_LOCK_ACROSS_AWAIT, unit_range_span(unit, held->call->range),
                     "the lock '%s' is held while the function waits", held->lock))
        return;
    if (unlock)
        diag_hint(unit->diag,
                  "the deferred %s runs at the end of the block: let that end before the await",
                  held->unlock);
    else
        diag_hint(unit->diag, "call %s before the await: what runs meanwhile may want the lock",
                  held->unlock);
    diag_note(unit->diag, unit_span(unit, wait->token), "it waits here");
    if (unlock)
        diag_note(unit->diag, unit_range_span(unit, unlock->range),
                  "the lock is given back by this, when its block is left");
}

static void see_wait(struct locker *locker, const struct expr *expr)
{
    for (uint32_t i = 0; i < locker->now.count && !locker->now.is_dead; i++)
        if (set_add(&locker->reported, locker->now.list[i].call))
            report(locker, &locker->now.list[i], expr);
}

/* ---- expressions ---- */

static void leave_expr(struct walk *walk, struct expr *expr)
{
    struct locker *locker = walk->context;
    struct held held;
    bool is_asked;

    if (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH || expr->kind == EXPR_YIELD ||
        expr->kind == EXPR_YIELD_FROM)
        see_wait(locker, expr);
    if (held_taken(locker->ir, expr, &held, &is_asked) && !is_asked &&
        !set_has(&locker->asked, expr))
        held_add(&locker->now, &held);
    else if (held_given(locker->ir, expr, &held))
        held_remove(&locker->now, &held);
}

static bool is_zero(const struct locker *locker, const struct expr *expr)
{
    const struct token *token = &locker->ir->unit->tokens.list[expr->range.first];

    while (expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    if (expr->kind == EXPR_NAME)
        return strcmp(expr->name->text, "thrd_success") == 0;
    return expr->kind == EXPR_NUMBER && token->len == 1 && *token->text == '0';
}

/* Adds the locks that are held if the condition comes out as `outcome`; they are asked for. */
static void ask(struct locker *locker, const struct expr *expr, bool outcome,
                struct held_locks *locks)
{
    struct held held;
    bool is_asked;

    while (expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    if (held_taken(locker->ir, expr, &held, &is_asked)) {
        set_add(&locker->asked, expr);
        if (!outcome) /* 0: it was got */
            held_add(locks, &held);
    } else if (expr->kind == EXPR_UNARY && expr->op == TOKEN_NOT) {
        ask(locker, expr->kid[0], !outcome, locks);
    } else if (expr->kind == EXPR_ASSIGN && expr->op == TOKEN_ASSIGN) {
        ask(locker, expr->kid[1], outcome, locks);
    } else if (expr->kind == EXPR_BINARY) {
        bool is_equal = expr->op == TOKEN_EQUAL_EQUAL;

        if ((is_equal || expr->op == TOKEN_NOT_EQUAL) && is_zero(locker, expr->kid[1]))
            ask(locker, expr->kid[0], is_equal != outcome, locks);
        else if (expr->op == (outcome ? TOKEN_AND_AND : TOKEN_OR_OR)) {
            ask(locker, expr->kid[0], outcome, locks);
            ask(locker, expr->kid[1], outcome, locks);
        }
    }
}

/* The ways behind a condition (NULL: always true). */
static void part(struct walk *walk, struct expr *expr, struct held_locks *yes,
                 struct held_locks *no)
{
    struct locker *locker = walk->context;
    struct held_locks got[2] = {{.count = 0}, {.count = 0}};

    for (int outcome = 0; expr && outcome < 2; outcome++)
        ask(locker, expr, outcome, &got[outcome]);
    walk_expr(walk, expr);
    *yes = *no = locker->now;
    for (uint32_t i = 0; i < got[1].count; i++)
        held_add(yes, &got[1].list[i]);
    for (uint32_t i = 0; i < got[0].count; i++)
        held_add(no, &got[0].list[i]);
}

/* ---- blocks ---- */

/* What was deferred since there were `count`, in reverse order. */
static void run_defers(struct walk *walk, uint32_t count)
{
    struct locker *locker = walk->context;
    uint32_t all = locker->defers.count;
    struct stmt **list = arena_alloc(&locker->ir->unit->arena, (all + 1) * sizeof(struct stmt *));

    for (uint32_t i = 0; i < all; i++)
        list[i] = locker->defers.list[i];
    for (uint32_t i = all; i-- > count && !locker->now.is_dead;) {
        locker->defers.count = i;
        walk_stmt(walk, list[i]);
    }
    locker->defers.count = 0;
    for (uint32_t i = 0; i < all; i++)
        *vector_push(&locker->defers) = list[i];
}

static void walk_block(struct walk *walk, struct stmt *block)
{
    struct locker *locker = walk->context;
    uint32_t count = locker->defers.count;

    for (struct stmt *stmt = block->body; stmt; stmt = stmt->next)
        walk_stmt(walk, stmt);
    run_defers(walk, count);
    locker->defers.count = count;
}

/* ---- jumps ---- */

static void jump_break(struct walk *walk)
{
    struct locker *locker = walk->context;
    struct exits *exits = locker->exits;

    if (!exits)
        return;
    run_defers(walk, exits->defers);
    exits->after = held_join(&exits->before, &exits->after, &locker->now);
    locker->now.is_dead = true;
}

static void jump_continue(struct walk *walk)
{
    struct locker *locker = walk->context;
    struct exits *exits = locker->exits;

    while (exits && exits->is_switch)
        exits = exits->outer;
    if (exits)
        run_defers(walk, exits->defers);
    locker->now.is_dead = true;
}

static void jump_goto(struct locker *locker, const struct name *label)
{
    if (!locker->now.is_dead)
        *vector_push(&locker->targets) = (struct target) {label, locker->now};
    locker->now.is_dead = true;
}

static void reach_label(struct locker *locker, const struct name *label)
{
    for (uint32_t i = 0; i < locker->targets.count; i++)
        if (locker->targets.list[i].label == label)
            locker->now = held_join(&locker->now, &locker->now, &locker->targets.list[i].locks);
    if (locker->now.is_dead) /* from further down */
        locker->now = (struct held_locks) {.count = 0};
}

static void reach_case(struct locker *locker, bool is_default)
{
    struct exits *exits = locker->exits;

    while (exits && !exits->is_switch)
        exits = exits->outer;
    if (!exits)
        return;
    exits->has_default |= is_default;
    locker->now = held_join(&exits->before, &exits->before, &locker->now);
}

/* ---- statements ---- */

static void walk_if(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;
    struct held_locks before, yes, no;

    part(walk, stmt->expr, &yes, &no);
    before = locker->now;
    locker->now = yes;
    walk_stmt(walk, stmt->body);
    yes = locker->now;
    locker->now = no;
    if (stmt->otherwise)
        walk_stmt(walk, stmt->otherwise);
    locker->now = held_join(&before, &yes, &locker->now);
}

static struct exits begin_exits(struct locker *locker, bool is_switch)
{
    struct exits exits = {.before = locker->now, .after.is_dead = true, .is_switch = is_switch,
                          .defers = locker->defers.count, .outer = locker->exits};

    return exits;
}

static bool is_endless(const struct locker *locker, const struct expr *condition)
{
    return !condition || (condition->kind == EXPR_NUMBER && !is_zero(locker, condition));
}

/* Its condition decides before the first turn; at its end, what a turn has done is done. */
static void walk_loop(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;
    struct exits exits;
    struct held_locks yes, no;

    if (stmt->init)
        walk_stmt(walk, stmt->init);
    part(walk, stmt->expr, &yes, &no);
    exits = begin_exits(locker, false);
    no.is_dead |= is_endless(locker, stmt->expr);
    locker->exits = &exits;
    locker->now = yes;
    walk_stmt(walk, stmt->body);
    walk_expr(walk, stmt->step);
    locker->exits = exits.outer;
    if (!no.is_dead && yes.count <= no.count) /* not of a lock that the condition asked for */
        no = held_join(&exits.before, &no, &locker->now);
    locker->now = held_join(&exits.before, &no, &exits.after);
}

static void walk_do(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;
    struct exits exits = begin_exits(locker, false);
    struct held_locks yes, no;

    locker->exits = &exits;
    walk_stmt(walk, stmt->body);
    locker->exits = exits.outer;
    locker->now.is_dead = false; /* a `continue` comes here */
    part(walk, stmt->expr, &yes, &no);
    no.is_dead |= is_endless(locker, stmt->expr);
    locker->now = held_join(&exits.before, &no, &exits.after);
}

static void walk_switch(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;
    struct exits exits;

    walk_expr(walk, stmt->expr);
    exits = begin_exits(locker, true);
    locker->exits = &exits;
    locker->now.is_dead = true;
    walk_stmt(walk, stmt->body);
    locker->exits = exits.outer;
    locker->now = held_join(&exits.before, &locker->now, &exits.after);
    if (!exits.has_default)
        locker->now = held_join(&exits.before, &exits.before, &locker->now);
}

static void walk_leaving(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;

    walk_expr(walk, stmt->expr);
    if (stmt->kind == STMT_EXPR && !expr_is_failure(stmt->expr))
        return;
    run_defers(walk, 0);
    locker->now.is_dead = true;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct locker *locker = walk->context;

    switch (stmt->kind) {
    case STMT_COMPOUND: walk_block(walk, stmt); return false;
    case STMT_IF: walk_if(walk, stmt); return false;
    case STMT_WHILE: case STMT_FOR: walk_loop(walk, stmt); return false;
    case STMT_DO: walk_do(walk, stmt); return false;
    case STMT_SWITCH: walk_switch(walk, stmt); return false;
    case STMT_EXPR: case STMT_RETURN: walk_leaving(walk, stmt); return false;
    case STMT_BREAK: jump_break(walk); return false;
    case STMT_CONTINUE: jump_continue(walk); return false;
    case STMT_GOTO: jump_goto(locker, stmt->name); return false;
    case STMT_GOTO_COMPUTED: locker->now.is_dead = true; return false;
    case STMT_DEFER: *vector_push(&locker->defers) = stmt->body; return false;
    case STMT_LABEL: reach_label(locker, stmt->name); return true;
    case STMT_CASE: case STMT_DEFAULT: reach_case(locker, stmt->kind == STMT_DEFAULT); return true;
    default: return true;
    }
}

static void lock_function(struct ir *ir, struct function *function)
{
    struct locker locker = {.ir = ir};
    struct walk walk = {.context = &locker, .enter_stmt = enter_stmt, .leave_expr = leave_expr};

    if (!function->item->body || !function->await_count)
        return;
    walk_stmt(&walk, function->item->body);
    vector_free(&locker.defers);
    vector_free(&locker.targets);
    set_free(&locker.asked);
    set_free(&locker.reported);
}

void lock_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next)
        lock_function(ir, function);
}
