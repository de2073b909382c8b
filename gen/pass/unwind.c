/*
 * Deferred statements stand at the end of their block, in reverse order. Whoever leaves the block
 * sets the variable `way` and jumps to the innermost one that is pending; from there they run one
 * into the next. What follows the last of a block looks at `way`: a jump of the user's is done, or
 * the outer ones go on.
 */
#include <string.h>

#include "../tree/leave.h"
#include "../tree/walk.h"
#include "splitter.h"

static bool resumes(const struct splitter *splitter)
{
    return leave_resumes(splitter->function);
}

static const char *way_of(const struct splitter *splitter, const struct defer *defer)
{
    return leave_variable(splitter->ir, splitter->function, defer->depth);
}

/* ---- the place of a deferred statement ---- */

void unwind_begin(struct splitter *splitter)
{
    for (uint32_t i = 0; i < splitter->function->defer_depth; i++) {
        const char *name = leave_variable(splitter->ir, splitter->function, i);

        if (resumes(splitter))
            ir_add_slot(splitter->ir, splitter->function, 0, NULL,
                        ir_text(splitter->ir, "int %s", name + strlen("unsync__self->")));
    }
}

/* In the place of a deferred statement; a label before it needs a statement. */
static void put_note(struct splitter *splitter, const struct defer *defer)
{
    const struct token *before = &splitter->ir->unit->tokens.list[defer->range.first - 1];
    bool is_labelled = before->kind == TOKEN_COLON || before->kind == TOKEN_RPAREN;

    open_glue(splitter, defer->stmt);
    begin_line(splitter);
    put(splitter, "%s/* deferred: %u */", is_labelled ? "; " : "", defer->number);
}

void unwind_note(struct splitter *splitter, struct stmt *stmt)
{
    const struct function *function = splitter->function;

    for (uint32_t i = 0; i < function->defers.count; i++) {
        const struct defer *defer = function->defers.list[i];

        if (defer->stmt != stmt)
            continue;
        if (defer->body)
            put_note(splitter, defer);
        else
            copy_to(splitter, stmt->range.end);
        splitter->at = stmt->range.end;
        if (defer->marker)
            put_directive(splitter, ir_text(splitter->ir, "#define %s", defer->marker));
    }
}

/* ---- coming in ---- */

/* Whether control never comes to what follows the statement. */
static bool never_ends(const struct stmt *stmt)
{
    const struct stmt *last;

    switch (stmt->kind) {
    case STMT_RETURN: case STMT_BREAK: case STMT_CONTINUE: case STMT_GOTO:
        return true;
    case STMT_LABEL: case STMT_CASE: case STMT_DEFAULT:
        return never_ends(stmt->body);
    case STMT_IF:
        return stmt->otherwise && never_ends(stmt->body) && never_ends(stmt->otherwise);
    case STMT_COMPOUND:
        for (last = stmt->body; last && last->next;)
            last = last->next;
        return last && never_ends(last);
    default:
        return false;
    }
}

static bool has_ways(const struct defer *defer)
{
    return defer->returns || defer->fails || defer->passes || defer->ways;
}

/* The end of the block is a way too; that of a whole body that is resumed is a return. */
static void put_end(struct splitter *splitter, const struct defer *defer, bool any_ways)
{
    if (never_ends(defer->block))
        return;
    begin_line(splitter);
    if (defer->is_final && resumes(splitter)) {
        put(splitter, "%s = UNSYNC__RETURNS; goto unsync__leave_%u;", way_of(splitter, defer),
            defer->number);
    } else {
        if (defer->is_final)
            put(splitter, "unsync__leave();%s", any_ways ? " " : "");
        if (any_ways)
            put(splitter, "%s = UNSYNC__ENDS;", way_of(splitter, defer));
        else if (!defer->is_final)
            splitter->is_fresh = false;
    }
}

static void put_entry(struct splitter *splitter, const struct defer *defer)
{
    if (defer->is_left && resumes(splitter)) {
        uint32_t number = new_suspension(splitter);

        begin_line(splitter);
        put(splitter, "UNSYNC__LEAVING(%u, %u, %s)", defer->number, number,
            way_of(splitter, defer));
    }
    if (defer->is_entered) {
        begin_line(splitter);
        put(splitter, "unsync__defer_%u:%s;", defer->number,
            defer->marker ? " __attribute__((__unused__))" : "");
    }
}

/* ---- running ---- */

static void put_shield(struct splitter *splitter, const struct defer *defer, bool begins)
{
    if (!defer->awaits || defer->depth)
        return;
    begin_line(splitter);
    if (resumes(splitter))
        put(splitter, "unsync__%s(&unsync__self->unsync__task);", begins ? "shield_begin"
            : "shield_end");
    else
        put(splitter, "unsync__block_shield(%s);", begins ? "true" : "false");
}

static void walk_job(struct splitter *splitter, struct stmt *stmt);

static void put_body(struct splitter *splitter, const struct defer *defer)
{
    struct stmt *stmt = splitter->stmt;
    uint32_t at = splitter->at;

    resume_at(splitter, defer->body->range.first);
    if (resumes(splitter))
        split_listed(splitter, defer->body);
    else
        walk_job(splitter, defer->body);
    copy_to(splitter, defer->body->range.end);
    splitter->at = at;
    splitter->skips_space = false;
    splitter->stmt = stmt;
    splitter->line_token = defer->range.first;
    splitter->is_fresh = false;
    splitter->level = 0;
}

static void put_cleanup(struct splitter *splitter, const struct defer *defer)
{
    const struct local *local = defer->declarator->symbol->slot;

    begin_line(splitter);
    put(splitter, "%s(&%s);", defer->callee,
        local->access ? local->access : local->symbol->name->text);
}

static void put_broken(struct splitter *splitter, const struct defer *defer)
{
    const char *way = way_of(splitter, defer);

    if (!defer->breaks)
        return;
    if (resumes(splitter)) {
        uint32_t number = new_suspension(splitter);

        begin_line(splitter);
        put(splitter, "UNSYNC__BROKEN(%u, %u, %s)", defer->number, number, way);
        return;
    }
    splitter->function->has_lost |= defer->depth == 0;
    begin_line(splitter);
    if (defer->depth == 0)
        put(splitter, "UNSYNC__JOB_BROKEN(%u, %s)", defer->number, way);
    else
        put(splitter, "if (0) { unsync__broken_%u: %s = UNSYNC__FAILS; }", defer->number, way);
}

/* ---- going on ---- */

/* The last of these lines says what is left, if the block has no end. */
struct exits {
    struct splitter *splitter;
    const struct defer *defer;
    uint32_t left;
    bool is_complete;
};

static void put_exit(struct exits *exits, const char *test, const char *then)
{
    begin_line(exits->splitter);
    if (--exits->left || !exits->is_complete)
        put(exits->splitter, "if (%s %s) ", way_of(exits->splitter, exits->defer), test);
    put(exits->splitter, "%s", then);
}

/* Whether the end of a resumed body follows: that is how it returns. */
static bool finishes(const struct splitter *splitter, const struct defer *defer)
{
    return defer->is_final && defer->is_first && resumes(splitter);
}

/* Behind the outermost of all. */
static void put_leaves(struct exits *exits)
{
    struct function *function = exits->splitter->function;
    bool is_job = !resumes(exits->splitter);

    if (exits->defer->fails) {
        function->has_unwind = true;
        put_exit(exits, "== UNSYNC__FAILS",
                 is_job ? "goto unsync__failed;" : "goto unsync__unwind;");
    }
    if (exits->defer->returns && is_job) {
        put_exit(exits, "== UNSYNC__RETURNS",
                 function->is_void ? "{ unsync__leave(); return; }"
                                   : "{ unsync__leave(); return unsync__returned; }");
    } else if (exits->defer->returns && !finishes(exits->splitter, exits->defer)) {
        function->has_return = true;
        put_exit(exits, "== UNSYNC__RETURNS", "goto unsync__finish;");
    }
}

static void put_exits(struct splitter *splitter, const struct defer *defer)
{
    const struct defer *outer = defer->outer;
    struct exits exits = {.splitter = splitter, .defer = defer};
    bool fails_inside = defer->is_inside && defer->fails;
    bool goes_out = outer && !defer->is_inside &&
                    (defer->returns || defer->fails || defer->passes);

    exits.is_complete = defer->is_first && never_ends(defer->block) && !finishes(splitter, defer);
    if (defer->is_first)
        exits.left = outer ? fails_inside || goes_out : (uint32_t) defer->fails + defer->returns;
    for (const struct way *way = defer->ways; way; way = way->next)
        exits.left++;
    for (const struct way *way = defer->ways; way; way = way->next)
        put_exit(&exits, ir_text(splitter->ir, "== %u", way->number),
                 ir_text(splitter->ir, "%s;", way->text));
    if (!defer->is_first)
        return; /* the next one follows in the text */
    if (!outer)
        put_leaves(&exits);
    else if (fails_inside)
        put_exit(&exits, "== UNSYNC__FAILS",
                 ir_text(splitter->ir, "goto unsync__broken_%u;", outer->number));
    else if (goes_out)
        put_exit(&exits, "!= UNSYNC__ENDS",
                 ir_text(splitter->ir, "goto unsync__defer_%u;", outer->number));
}

/* ---- a block ---- */

static void put_defer(struct splitter *splitter, const struct defer *defer)
{
    put_entry(splitter, defer);
    if (defer->marker)
        put_directive(splitter, ir_text(splitter->ir, "#ifdef %s", defer->marker));
    put_shield(splitter, defer, true);
    if (defer->body)
        put_body(splitter, defer);
    else
        put_cleanup(splitter, defer);
    if (defer->marker)
        put_directive(splitter, "#endif");
    put_broken(splitter, defer);
    put_shield(splitter, defer, false);
    put_exits(splitter, defer);
}

bool unwind_any(const struct splitter *splitter, const struct stmt *block)
{
    const struct function *function = splitter->function;

    for (uint32_t i = 0; i < function->defers.count; i++)
        if (function->defers.list[i]->block == block)
            return true;
    return false;
}

void unwind_block(struct splitter *splitter, const struct stmt *block)
{
    const struct function *function = splitter->function;
    const struct defer *last = NULL;
    bool any_ways = false;

    for (uint32_t i = 0; i < function->defers.count; i++)
        if (function->defers.list[i]->block == block) {
            last = function->defers.list[i];
            any_ways |= has_ways(last);
        }
    if (!last)
        return;
    copy_to(splitter, block->range.end - (block->kind == STMT_COMPOUND));
    splitter->is_fresh = false;
    splitter->level = 0;
    splitter->stmt = last->stmt;
    splitter->line_token = block->range.end - 1;
    put_end(splitter, last, any_ways);
    for (uint32_t i = function->defers.count; i-- > 0;) {
        const struct defer *defer = function->defers.list[i];

        if (defer->block != block)
            continue;
        splitter->stmt = defer->stmt;
        splitter->line_token = defer->range.first;
        put_defer(splitter, defer);
    }
}

/* ---- bodies that block ---- */

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct splitter *splitter = walk->context;

    if (stmt->kind == STMT_DEFER || stmt->kind == STMT_DECL)
        unwind_note(splitter, stmt);
    return stmt->kind != STMT_DEFER;
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    if (stmt->kind == STMT_COMPOUND)
        unwind_block(walk->context, stmt);
}

static void walk_job(struct splitter *splitter, struct stmt *stmt)
{
    struct walk walk = {.context = splitter, .enter_stmt = enter_stmt, .leave_stmt = leave_stmt};

    walk_stmt(&walk, stmt);
}

void unwind_job(struct splitter *splitter)
{
    const struct stmt *body = splitter->function->item->body;

    splitter->at = body->range.first;
    splitter->function->has_unwind = true; /* what the compiler sees may end without a return */
    walk_job(splitter, splitter->function->item->body);
    copy_to(splitter, body->range.end);
}
