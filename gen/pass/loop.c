/*
 * Loops whose head holds an await. The condition moves into the body, behind it if it stands there:
 * `for (;;) { ...; if (!(c)) break; ... }`; a `continue` that must still reach a step or a
 * condition behind the body becomes a jump to a label before that. A loop whose body alone awaits
 * stays as it is.
 */
#include "../tree/condition.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "splitter.h"

struct loop_jumps {
    struct splitter *splitter;
    const char *label; /* where `continue` leads to */
    uint32_t count, depth;
};

static bool is_loop(const struct stmt *stmt)
{
    return stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR;
}

static bool enter_jump(struct walk *walk, struct stmt *stmt)
{
    struct loop_jumps *jumps = walk->context;

    if (is_loop(stmt))
        return false;
    if (stmt->kind == STMT_CONTINUE) {
        const struct jump *jump = leave_jump(jumps->splitter->function, stmt->range.first);
        const char *text = ir_text(jumps->splitter->ir, "goto %s", jumps->label);

        if (jump) /* through deferred statements: behind the last of them */
            jump->way->text = text;
        else
            ir_edit(jumps->splitter->ir, stmt->range.first)->instead = text;
        jumps->count++;
    }
    return true;
}

/* Makes every `continue` of the loop a jump; returns the label, NULL if there is none. */
static const char *redirect_continue(struct splitter *splitter, struct stmt *body)
{
    struct loop_jumps jumps = {.splitter = splitter};
    struct walk walk = {.context = &jumps, .enter_stmt = enter_jump};

    jumps.label = ir_text(splitter->ir, "unsync__continue_%u", splitter->continue_count + 1);
    walk_stmt(&walk, body);
    splitter->continue_count += jumps.count != 0;
    return jumps.count ? jumps.label : NULL;
}

/* The body of a loop that has become a block of more than it. */
static void split_loop_body(struct splitter *splitter, struct stmt *loop)
{
    splitter->stmt = loop;
    splitter->level = 1;
    resume_at(splitter, loop->body->range.first);
    if (loop->body->id & IS_SPLIT)
        split_stmt(splitter, loop->body, true);
    else
        split_sub(splitter, loop->body);
    copy_to(splitter, loop->body->range.end);
    splitter->stmt = loop;
    splitter->level = 1;
}

/* An expression of the loop's head, with its directives. */
static void put_head(struct splitter *splitter, const struct expr *expr)
{
    put_range(splitter, condition_around(splitter->ir->unit, expr->range, splitter->stmt->range),
              splitter->hole, false);
}

static void put_test(struct splitter *splitter, struct expr *condition)
{
    splitter->line_token = condition->range.first;
    pull(splitter, condition, splitter->hole, false);
    begin_line(splitter);
    put(splitter, "if (!(");
    put_head(splitter, condition);
    put(splitter, ")) break;");
}

static void end_loop(struct splitter *splitter, struct stmt *loop, const char *end)
{
    splitter->level = 0;
    splitter->line_token = loop->range.end - 1;
    begin_line(splitter);
    put(splitter, "%s", end);
}

static void put_label(struct splitter *splitter, struct stmt *loop, const char *label)
{
    splitter->line_token = loop->range.end - 1;
    if (!label)
        return;
    splitter->level = 0;
    begin_line(splitter);
    put(splitter, "%s:;", label);
    splitter->level = 1;
}

void split_while(struct splitter *splitter, struct stmt *stmt)
{
    if (!stmt->expr->has_await) {
        split_sub(splitter, stmt->body);
        return;
    }
    open_glue(splitter, stmt);
    if (!splitter->is_fresh)
        put(splitter, " ");
    put(splitter, "for (;;) {");
    splitter->level = 1;
    put_test(splitter, stmt->expr);
    split_loop_body(splitter, stmt);
    end_loop(splitter, stmt, "}");
    splitter->at = stmt->range.end;
}

void split_do(struct splitter *splitter, struct stmt *stmt)
{
    const char *label;

    if (!stmt->expr->has_await) {
        split_sub(splitter, stmt->body);
        return;
    }
    label = redirect_continue(splitter, stmt->body);
    copy_to(splitter, stmt->body->range.first);
    put(splitter, " {");
    split_loop_body(splitter, stmt);
    put_label(splitter, stmt, label);
    splitter->line_token = stmt->expr->range.first;
    pull(splitter, stmt->expr, splitter->hole, false);
    splitter->line_token = stmt->expr->range.first;
    end_loop(splitter, stmt, "} while (");
    put_head(splitter, stmt->expr);
    put(splitter, ");");
    splitter->at = stmt->range.end;
}

/* The assignments that the declaration of a for makes, separated by commas. */
static void put_for_slots(struct splitter *splitter, const struct decl *decl)
{
    const char *gap = "";

    for (const struct declarator *one = decl->declarators; one; one = one->next) {
        if (!one->init)
            continue;
        put(splitter, "%s", gap);
        put_assignment(splitter, decl, one);
        gap = ", ";
    }
}

/* What stands between `for (` and the first ;. `is_done`: it ran before. */
static void put_for_init(struct splitter *splitter, struct stmt *init, bool is_done)
{
    if (is_done || !init)
        put(splitter, ";");
    else if (init->kind == STMT_DECL && has_slot(init)) {
        put_for_slots(splitter, init->decl);
        put(splitter, ";");
    } else {
        put_range(splitter, init->range, splitter->hole, false);
    }
}

/* Runs the init before the loop; false: it stays in the loop, what it awaits was pulled. */
static bool pull_for_init(struct splitter *splitter, struct stmt *init)
{
    if (init->kind == STMT_DECL && !has_slot(init)) {
        pull(splitter, init->decl->declarators->init, splitter->hole, false);
        return false;
    }
    if (init->kind == STMT_DECL) {
        put_slots(splitter, init->decl);
        return true;
    }
    pull(splitter, init->expr, splitter->hole, true);
    if (has_rest(init->expr)) {
        begin_line(splitter);
        put_range(splitter, init->range, splitter->hole, false);
    }
    return true;
}

/* A for whose condition or step awaits: that part moves into its body. */
static void split_for_head(struct splitter *splitter, struct stmt *stmt, bool init_is_done)
{
    bool step_awaits = stmt->step && stmt->step->has_await;
    const char *label = step_awaits ? redirect_continue(splitter, stmt->body) : NULL;

    begin_line(splitter);
    put(splitter, "for (");
    put_for_init(splitter, stmt->init, init_is_done);
    if (stmt->expr && !stmt->expr->has_await) {
        put(splitter, " ");
        put_head(splitter, stmt->expr);
    }
    put(splitter, ";");
    if (stmt->step && !step_awaits) {
        put(splitter, " ");
        put_head(splitter, stmt->step);
    }
    put(splitter, ") {");
    splitter->level = 1;
    if (stmt->expr && stmt->expr->has_await)
        put_test(splitter, stmt->expr);
    split_loop_body(splitter, stmt);
    put_label(splitter, stmt, label);
    if (step_awaits) {
        splitter->line_token = stmt->step->range.first;
        pull(splitter, stmt->step, splitter->hole, true);
        if (has_rest(stmt->step)) {
            begin_line(splitter);
            put_head(splitter, stmt->step);
            put(splitter, ";");
        }
    }
    end_loop(splitter, stmt, "}");
    splitter->at = stmt->range.end;
}

/* The init alone changes: the rest of the head is copied. */
static void split_for_init(struct splitter *splitter, struct stmt *stmt, bool init_is_done)
{
    struct stmt *init = stmt->init;

    if (init_is_done) {
        begin_line(splitter);
        put(splitter, "for (;");
    } else if (init->has_await) {
        resume_at(splitter, stmt->range.first);
        return;
    } else {
        copy_to(splitter, init->range.first);
        put_for_init(splitter, init, false);
    }
    splitter->at = init->range.end;
}

static bool has_rooms(const struct stmt *init)
{
    if (init->kind == STMT_DECL)
        for (struct declarator *one = init->decl->declarators; one; one = one->next)
            if (has_room(one))
                return true;
    return false;
}

void split_for(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    bool init_awaits = stmt->init && (stmt->init->has_await || has_rooms(stmt->init));
    bool init_is_done = false, cleans_up = unwind_any(splitter, stmt);
    bool head_awaits = (stmt->expr && stmt->expr->has_await) ||
                       (stmt->step && stmt->step->has_await);

    if (init_awaits || head_awaits) {
        open_braces(splitter, stmt, in_list);
    } else if (cleans_up && !in_list) {
        copy_to(splitter, stmt->range.first);
        put(splitter, " {");
    }
    if (init_awaits)
        init_is_done = pull_for_init(splitter, stmt->init);
    if (head_awaits) {
        split_for_head(splitter, stmt, init_is_done);
    } else {
        if (stmt->init && stmt->init->id & IS_SPLIT)
            split_for_init(splitter, stmt, init_is_done);
        split_sub(splitter, stmt->body);
    }
    if (cleans_up)
        unwind_block(splitter, stmt);
    if (init_awaits || head_awaits || cleans_up)
        close_braces(splitter, stmt, in_list);
}
