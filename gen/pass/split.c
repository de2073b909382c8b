#include "split.h"

#include <string.h>

#include "../tree/awaited.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "splitter.h"

/* ---- what is to be done ---- */

struct marker {
    const struct ir *ir;
    VECTOR(uint32_t) stack;
};

static bool is_gone(const struct ir *ir, const struct stmt *stmt)
{
    const struct edit *edit = ir->edits[stmt->range.first];

    return edit && edit->instead && !*edit->instead;
}

/* What the compiler counts as a declaration when it follows a statement. */
static bool is_declaration(const struct stmt *stmt)
{
    return stmt->kind == STMT_DECL || stmt->kind == STMT_STATIC_ASSERT;
}

/* A label before it may be left out by an #if, or the compiler take both. */
static bool labels_declaration(const struct stmt *stmt)
{
    return (stmt->kind == STMT_LABEL || stmt->kind == STMT_CASE || stmt->kind == STMT_DEFAULT) &&
           is_declaration(stmt->body);
}

static bool is_mixed(const struct stmt *block)
{
    bool has_statement = false;

    for (const struct stmt *stmt = block->body; stmt; stmt = stmt->next)
        if (!is_declaration(stmt))
            has_statement |= stmt->kind != STMT_DIRECTIVE;
        else if (has_statement)
            return true;
    return false;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct marker *marker = walk->context;
    uint32_t flags = stmt->has_await ? IS_SPLIT : 0;

    if (stmt->kind == STMT_DEFER || (stmt->kind == STMT_DECL && has_slot(stmt)) ||
        labels_declaration(stmt))
        flags |= IS_SPLIT;
    if (stmt->kind == STMT_COMPOUND && is_mixed(stmt))
        flags |= IS_MIXED;
    if (stmt->kind == STMT_DECL && is_gone(marker->ir, stmt))
        flags = IS_GONE;
    *vector_push(&marker->stack) = flags;
    return true;
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    struct marker *marker = walk->context;

    stmt->id = marker->stack.list[--marker->stack.count];
    if (marker->stack.count)
        marker->stack.list[marker->stack.count - 1] |= stmt->id & ~(uint32_t) IS_GONE;
}

static void mark_statements(const struct ir *ir, struct stmt *body)
{
    struct marker marker = {.ir = ir};
    struct walk walk = {.context = &marker, .enter_stmt = enter_stmt, .leave_stmt = leave_stmt};

    walk_stmt(&walk, body);
    vector_free(&marker.stack);
}

/* ---- declarations where none is expected ---- */

static void put_mode(struct splitter *splitter, struct stmt *stmt, bool is_loose)
{
    if (splitter->is_loose == is_loose || !splitter->function->await_count)
        return;
    open_glue(splitter, stmt);
    begin_line(splitter);
    put(splitter, is_loose ? "UNSYNC__LOOSE " : "UNSYNC__STRICT ");
    splitter->at = stmt->range.first;
    splitter->skips_space = true;
    splitter->is_loose = is_loose;
}

/* Something that reads like an expression, but may declare if its first name is a type. */
static bool may_declare(const struct stmt *stmt)
{
    const struct expr *expr = stmt->kind == STMT_EXPR ? stmt->expr : NULL;

    if (expr && expr->kind == EXPR_ASSIGN)
        expr = expr->kid[0];
    if (!expr || (expr->kind != EXPR_BINARY && expr->kind != EXPR_CALL))
        return false;
    expr = expr->kid[0];
    return expr->kind == EXPR_NAME && !expr->symbol && !expr->name->fact &&
           strncmp(expr->name->text, "__builtin_", 10) != 0;
}

/* ---- sub-statements ---- */

/* Braces around a statement that becomes several, unless it stands in a block. */
void open_braces(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    copy_to(splitter, stmt->range.first);
    if (!in_list)
        put(splitter, " {");
    open_glue(splitter, stmt);
}

void close_braces(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    if (in_list)
        return;
    copy_to(splitter, stmt->range.end);
    put(splitter, " }");
}

void split_sub(struct splitter *splitter, struct stmt *stmt)
{
    if (stmt->id & IS_SPLIT) {
        split_stmt(splitter, stmt, false);
    } else if (stmt->id & IS_MIXED && !splitter->is_loose && splitter->function->await_count) {
        copy_to(splitter, stmt->range.first);
        put(splitter, " { UNSYNC__LOOSE");
        copy_to(splitter, stmt->range.end);
        put(splitter, " UNSYNC__STRICT }");
    }
}

/* ---- blocks ---- */

static bool emits_nothing(const struct stmt *stmt)
{
    if (stmt->kind != STMT_DECL || !has_slot(stmt))
        return stmt->kind == STMT_DIRECTIVE || stmt->kind == STMT_DEFER;
    return does_nothing(stmt->decl);
}

static void split_block(struct splitter *splitter, struct stmt *block, bool is_outermost)
{
    bool has_statement = is_outermost;

    if (!is_outermost && block->has_await && block->body && may_declare(block->body)) {
        copy_to(splitter, block->body->range.first);
        put(splitter, " ;"); /* a declaration after it is an error */
    }
    for (struct stmt *stmt = block->body; stmt; stmt = stmt->next) {
        bool is_kept = !(stmt->id & IS_SPLIT);

        if (stmt->id & IS_GONE)
            continue;

        if (stmt->has_await || (stmt->kind == STMT_DIRECTIVE && splitter->is_loose))
            put_mode(splitter, stmt, false);
        else if (is_kept &&
                 (stmt->id & IS_MIXED || (is_declaration(stmt) && has_statement)))
            put_mode(splitter, stmt, true);
        if (!is_kept)
            split_stmt(splitter, stmt, true);
        has_statement |= !(is_kept && is_declaration(stmt)) && !emits_nothing(stmt);
    }
    unwind_block(splitter, block);
}

void split_listed(struct splitter *splitter, struct stmt *stmt)
{
    if (stmt->has_await)
        put_mode(splitter, stmt, false);
    if (stmt->id & IS_SPLIT)
        split_stmt(splitter, stmt, true);
    else
        split_sub(splitter, stmt);
}

/* ---- other statements ---- */

/* if, switch, goto *: what is awaited in the expression runs before, the rest stays. */
static void split_before(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    bool awaits = stmt->expr->has_await;

    if (awaits) {
        open_braces(splitter, stmt, in_list);
        pull(splitter, stmt->expr, splitter->hole, false);
        resume_at(splitter, stmt->range.first);
    }
    if (stmt->body)
        split_sub(splitter, stmt->body);
    if (stmt->otherwise)
        split_sub(splitter, stmt->otherwise);
    if (awaits)
        close_braces(splitter, stmt, in_list);
}

/* The value of a statement expression. */
static void split_last(struct splitter *splitter, struct stmt *stmt)
{
    open_glue(splitter, stmt);
    pull(splitter, stmt->expr, splitter->hole, !splitter->last_value);
    splitter->at = stmt->range.end;
    if (!splitter->last_value && !has_rest(stmt->expr))
        return;
    splitter->line_token = stmt->range.first;
    begin_line(splitter);
    put(splitter, splitter->last_value ? "%s = (" : "(void) (", splitter->last_value);
    put_range(splitter, stmt->expr->range, splitter->hole, false);
    put(splitter, ");");
}

static void split_expression(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    if (stmt == splitter->last) {
        split_last(splitter, stmt);
        return;
    }
    open_braces(splitter, stmt, in_list);
    pull(splitter, stmt->expr, splitter->hole, true);
    if (has_rest(stmt->expr))
        resume_at(splitter, stmt->range.first);
    else
        splitter->at = stmt->range.end;
    close_braces(splitter, stmt, in_list);
}

static void split_return(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    bool is_void = splitter->function->is_void;

    open_braces(splitter, stmt, in_list);
    pull(splitter, stmt->expr, splitter->hole, is_void);
    if (!is_void || has_rest(stmt->expr)) {
        resume_at(splitter, stmt->range.first);
    } else {
        begin_line(splitter);
        put(splitter, "%s;", leave_returning(splitter->ir, splitter->function, stmt->range.first));
        splitter->at = stmt->range.end;
    }
    close_braces(splitter, stmt, in_list);
}

static void split_labelled(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    struct stmt *body = stmt->body;

    if (!(body->id & IS_SPLIT)) {
        if (is_declaration(body))
            put_mode(splitter, body, true);
        split_sub(splitter, body);
        return;
    }
    if (body->kind == STMT_DECL) {
        split_declaration(splitter, body, true);
        unwind_note(splitter, body);
    } else
        split_stmt(splitter, body, in_list);
}

static void split_asm(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    open_braces(splitter, stmt, in_list);
    pull_list(splitter, stmt->operands, splitter->hole);
    resume_at(splitter, stmt->range.first);
    close_braces(splitter, stmt, in_list);
}

void split_stmt(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    switch (stmt->kind) {
    case STMT_EXPR:
        split_expression(splitter, stmt, in_list);
        break;
    case STMT_DECL:
        split_declaration(splitter, stmt, false);
        unwind_note(splitter, stmt);
        break;
    case STMT_DEFER:
        unwind_note(splitter, stmt);
        break;
    case STMT_COMPOUND:
        split_block(splitter, stmt, false);
        break;
    case STMT_IF: case STMT_SWITCH: case STMT_GOTO_COMPUTED:
        split_before(splitter, stmt, in_list);
        break;
    case STMT_WHILE:
        split_while(splitter, stmt);
        break;
    case STMT_DO:
        split_do(splitter, stmt);
        break;
    case STMT_FOR:
        split_for(splitter, stmt, in_list);
        break;
    case STMT_RETURN:
        split_return(splitter, stmt, in_list);
        break;
    case STMT_LABEL: case STMT_CASE: case STMT_DEFAULT:
        split_labelled(splitter, stmt, in_list);
        break;
    case STMT_ASM:
        split_asm(splitter, stmt, in_list);
        break;
    default: /* nothing in it changes */
        break;
    }
}

/* ---- statement expressions ---- */

void split_inner(struct splitter *splitter, struct stmt *block, uint32_t hole, const char *value)
{
    struct splitter outer = *splitter;

    begin_line(splitter);
    put(splitter, "{");
    splitter->hole = hole;
    splitter->last = last_expression(block);
    splitter->last_value = value;
    if (splitter->last)
        last_expression(block)->id |= IS_SPLIT;
    splitter->at = block->range.first + 1;
    splitter->skips_space = false;
    split_block(splitter, block, false);
    copy_to(splitter, block->range.end - 1);
    outer.is_loose = splitter->is_loose;
    outer.value_count = splitter->value_count;
    outer.continue_count = splitter->continue_count;
    outer.is_fresh = false;
    *splitter = outer;
    begin_line(splitter);
    put(splitter, "}");
}

/* ---- functions ---- */

static void split_function(struct splitter *splitter)
{
    struct stmt *body = splitter->function->item->body;

    splitter->at = body->range.first + 1;
    splitter->value_layer = (uint8_t) (splitter->function->layers + 1);
    mark_statements(splitter->ir, body);
    unwind_begin(splitter);
    split_block(splitter, body, true);
    copy_to(splitter, body->range.end - 1);
}

void split_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct splitter splitter = {.ir = ir, .function = function};

        if (function->item->failed || !function->item->body)
            continue;
        if (function->is_resumed)
            split_function(&splitter);
        else if (function->defers.count)
            unwind_job(&splitter);
    }
}
