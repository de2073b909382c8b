#include "split.h"

#include <string.h>

#include "../tree/awaited.h"
#include "../tree/declare.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "splitter.h"

/* stmt->id: what is to be done with a statement. */
enum {
    IS_SPLIT = 1, /* it holds an await or the declaration of a slot */
    IS_MIXED = 2, /* a declaration follows a statement in one of its blocks */
    IS_GONE = 4   /* a type that moved to the function's head */
};

static void split_stmt(struct splitter *splitter, struct stmt *stmt, bool in_list);

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

/* The local that a declarator declares, if it has a slot, else NULL. */
static const struct local *kept_local(const struct declarator *declarator)
{
    const struct symbol *symbol = declarator->symbol;
    const struct local *local = symbol && symbol->kind == SYMBOL_OBJECT ? symbol->slot : NULL;

    return local && local->has_slot ? local : NULL;
}

/* Also a typedef whose sizes have slots. */
static bool has_slot(const struct stmt *stmt)
{
    for (const struct declarator *one = stmt->decl->declarators; one; one = one->next)
        if (kept_local(one) ||
            (one->symbol && one->symbol->kind == SYMBOL_TYPEDEF && one->symbol->slot))
            return true;
    return false;
}

/* Of variable length: something is to be done before its initialiser. */
static bool has_room(const struct declarator *declarator)
{
    const struct local *local = kept_local(declarator);

    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        if (step->size && step->size->id)
            return true;
    return local && local->has_room;
}

/* There is nothing to be run. */
static bool is_idle(const struct declarator *declarator)
{
    return !declarator->init && !has_room(declarator);
}

/* What the compiler counts as a declaration when it follows a statement. */
static bool is_declaration(const struct stmt *stmt)
{
    return stmt->kind == STMT_DECL || stmt->kind == STMT_STATIC_ASSERT;
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

    if (stmt->kind == STMT_DEFER || (stmt->kind == STMT_DECL && has_slot(stmt)))
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
static void open_braces(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    copy_to(splitter, stmt->range.first);
    if (!in_list)
        put(splitter, " {");
    open_glue(splitter, stmt);
}

static void close_braces(struct splitter *splitter, struct stmt *stmt, bool in_list)
{
    if (in_list)
        return;
    copy_to(splitter, stmt->range.end);
    put(splitter, " }");
}

static void split_sub(struct splitter *splitter, struct stmt *stmt)
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

/* ---- declarations ---- */

static bool is_zero(const struct unit *unit, const struct expr *init)
{
    const struct expr *item = init->list;
    const struct token *token;

    if (init->kind != EXPR_INIT_LIST)
        return false;
    if (!item)
        return true;
    token = &unit->tokens.list[item->range.first];
    return !item->next && item->kid[0]->kind == EXPR_NUMBER && !item->designators &&
           token->len == 1 && *token->text == '0';
}

/* `{x}` around the value of a scalar. */
static const struct expr *without_braces(const struct expr *init)
{
    while (init->kind == EXPR_INIT_LIST && init->list && !init->list->next &&
           !init->list->designators)
        init = init->list->kid[0];
    return init;
}

/* The initialiser as an expression that assigns it. */
static void put_assignment(struct splitter *splitter, const struct decl *decl,
                           const struct declarator *declarator)
{
    const struct local *local = declarator->symbol->slot;
    const struct expr *init = declarator->init;
    bool is_scalar = declared_class(decl->specs, declarator) == CLASS_SCALAR &&
                     !declared_const(decl->specs, declarator);

    if (is_scalar && without_braces(init)->kind != EXPR_INIT_LIST) {
        put(splitter, "%s = ", local->access);
        put_range(splitter, without_braces(init)->range, splitter->hole, false);
    } else if (is_zero(splitter->ir->unit, init)) {
        put(splitter, "memset((void *) &%s, 0, sizeof %s)", local->access, local->access);
    } else {
        if (init->has_directive)
            refuse_range(splitter, DIAG_NOT_AVAILABLE, init->range,
                         "make it static, or choose between two arrays before",
                         ir_text(splitter->ir, "directives in the initialiser of a local that "
                                 "lives across %s are not available in this version",
                                 function_wait(splitter->function)));
        put(splitter, "UNSYNC__SET(%s, ", local->access);
        put_range(splitter, init->range, splitter->hole, true);
        put(splitter, ")");
    }
}

/* The sizes of a type of variable length, then the storage of an array. */
static void put_room(struct splitter *splitter, const struct declarator *declarator)
{
    const struct local *local = kept_local(declarator);

    splitter->line_token = declarator->range.first;
    for (const struct derivation *step = declarator->derivations; step; step = step->next) {
        if (!step->size || !step->size->id)
            continue;
        pull(splitter, step->size, step->size->id, false);
        begin_line(splitter);
        put(splitter, "%s = (size_t) (",
            splitter->ir->hole_list.list[step->size->id].text);
        put_range(splitter, step->size->range, step->size->id, false);
        put(splitter, ");");
    }
    if (!local || !local->has_room)
        return;
    begin_line(splitter);
    put(splitter, "%s", local->room);
}

/* `int x, f(int);` of which x has a slot. */
static void put_prototype(struct splitter *splitter, const struct decl *decl,
                          const struct declarator *declarator)
{
    struct view view = {.ir = splitter->ir};
    const char *text = declare(view, decl->specs, declarator, DECLARE_OBJECT,
                               declarator->name->text, NULL);

    begin_line(splitter);
    put(splitter, splitter->is_loose ? "%s;" : "UNSYNC__LOOSE %s; UNSYNC__STRICT", text);
}

/* What a declaration of slots does, a statement each. */
static void put_slots(struct splitter *splitter, const struct decl *decl)
{
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        if (one->symbol && one->symbol->kind == SYMBOL_FUNCTION)
            put_prototype(splitter, decl, one);
        if (is_idle(one))
            continue;
        put_room(splitter, one);
        if (!one->init)
            continue;
        pull(splitter, one->init, splitter->hole, false);
        splitter->line_token = one->init->range.first;
        begin_line(splitter);
        put_assignment(splitter, decl, one);
        put(splitter, ";");
    }
}

static bool does_nothing(const struct decl *decl)
{
    for (const struct declarator *one = decl->declarators; one; one = one->next)
        if (!is_idle(one))
            return false;
    return true;
}

static void split_slots(struct splitter *splitter, struct stmt *stmt, bool is_labelled)
{
    open_glue(splitter, stmt);
    put_slots(splitter, stmt->decl);
    if (is_labelled && does_nothing(stmt->decl))
        put(splitter, ";");
    splitter->at = stmt->range.end;
}

/* A C local whose initialiser awaits. */
static void split_plain_declaration(struct splitter *splitter, struct stmt *stmt)
{
    open_glue(splitter, stmt);
    pull(splitter, stmt->decl->declarators->init, splitter->hole, false);
    resume_at(splitter, stmt->range.first);
    if (!splitter->is_loose)
        put(splitter, "UNSYNC__LOOSE ");
    splitter->is_loose = true;
}

static void split_declaration(struct splitter *splitter, struct stmt *stmt, bool is_labelled)
{
    const struct declarator *declarator = stmt->decl->declarators;

    if (has_slot(stmt))
        split_slots(splitter, stmt, is_labelled);
    else if (declarator && declarator->init && declarator->init->has_await)
        split_plain_declaration(splitter, stmt);
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

/* ---- loops ---- */

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

static void put_test(struct splitter *splitter, struct expr *condition)
{
    splitter->line_token = condition->range.first;
    pull(splitter, condition, splitter->hole, false);
    begin_line(splitter);
    put(splitter, "if (!(");
    put_range(splitter, condition->range, splitter->hole, false);
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

static void split_while(struct splitter *splitter, struct stmt *stmt)
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

static void split_do(struct splitter *splitter, struct stmt *stmt)
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
    put_range(splitter, stmt->expr->range, splitter->hole, false);
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
        put_range(splitter, stmt->expr->range, splitter->hole, false);
    }
    put(splitter, ";");
    if (stmt->step && !step_awaits) {
        put(splitter, " ");
        put_range(splitter, stmt->step->range, splitter->hole, false);
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
            put_range(splitter, stmt->step->range, splitter->hole, false);
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

static void split_for(struct splitter *splitter, struct stmt *stmt, bool in_list)
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

static void split_stmt(struct splitter *splitter, struct stmt *stmt, bool in_list)
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
