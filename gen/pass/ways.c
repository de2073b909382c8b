/*
 * A place of the body has a chain of pending defers, innermost first. A jump is allowed if the
 * chain of its target is an end of its own: what is in front runs. A return runs the whole chain;
 * so does a failure, which may also begin in a deferred statement and then goes on with what is
 * pending around that.
 */
#include <string.h>

#include "../tree/ask.h"
#include "../tree/walk.h"
#include "deferrer.h"

static bool is_same(struct place a, struct place b)
{
    return a.defer == b.defer && a.is_inside == b.is_inside;
}

static bool is_around(struct place outer, struct place inner)
{
    while (inner.defer && !is_same(inner, outer))
        inner = leave_outer(inner.defer);
    return is_same(inner, outer);
}

/* From the innermost defer on; the next one of the same block follows in the text. */
static struct place go_on(struct place place)
{
    struct place outer = leave_outer(place.defer);

    if (outer.defer && !outer.is_inside && place.defer->is_first)
        outer.defer->is_entered = true;
    return outer;
}

/* ---- return and failure ---- */

static void return_through(struct place place)
{
    for (; place.defer; place = go_on(place))
        place.defer->returns = true;
}

static void return_from(struct deferrer *deferrer, struct range range)
{
    struct place place = leave_place(deferrer->function, range.first);

    for (struct place at = place; at.defer; at = leave_outer(at.defer))
        if (at.is_inside) {
            defer_refuse(deferrer, DIAG_DEFER_JUMP, range, NULL,
                         "'return' in a deferred statement");
            return;
        }
    if (place.defer && leave_resumes(deferrer->function))
        place.defer->is_left = true;
    else if (place.defer)
        place.defer->is_entered = true;
    return_through(place);
}

/* The end of a body that is resumed is a return: what it started is joined before. */
static void return_at_end(const struct function *function)
{
    uint32_t i = function->defers.count;

    while (i && !function->defers.list[i - 1]->is_final)
        i--;
    if (!i || !leave_resumes(function))
        return;
    function->defers.list[i - 1]->is_left = true;
    return_through((struct place) {function->defers.list[i - 1], false});
}

static void fail_from(struct deferrer *deferrer, uint32_t token)
{
    struct place place = leave_place(deferrer->function, token);

    if (place.defer && !place.is_inside && leave_resumes(deferrer->function))
        place.defer->is_left = true;
    else if (place.defer && !place.is_inside)
        place.defer->is_entered = true;
    for (; place.defer; place = go_on(place)) {
        place.defer->breaks |= place.is_inside;
        place.defer->fails = true;
    }
}

static void fail_from_awaits(struct deferrer *deferrer)
{
    const struct unit *unit = deferrer->ir->unit;
    struct range range = deferrer->function->item->body->range;
    uint32_t i = rising_first(unit->awaits.list, unit->awaits.count, range.first);

    for (; i < unit->awaits.count && unit->awaits.list[i] < range.end; i++)
        fail_from(deferrer, unit->awaits.list[i]);
}

/* An array of variable length may find no memory. */
static void fail_from_rooms(struct deferrer *deferrer)
{
    const struct function *function = deferrer->function;

    for (uint32_t i = 0; leave_resumes(function) && i < function->variable_lengths.count; i++)
        fail_from(deferrer, function->variable_lengths.list[i].declarator->token);
}

/* ---- jumps ---- */

static struct way *add_way(struct deferrer *deferrer, struct defer *last, const char *text)
{
    struct way *way = last->ways;

    while (way && strcmp(way->text, text) != 0)
        way = way->next;
    if (way)
        return way;
    way = ARENA_NEW(&deferrer->ir->unit->arena, struct way);
    way->number = 3 + deferrer->way_count++; /* after UNSYNC__FAILS */
    way->text = text;
    way->next = last->ways;
    return last->ways = way;
}

static void refuse_into(struct deferrer *deferrer, struct range range, struct place target)
{
    if (target.is_inside)
        defer_refuse(deferrer, DIAG_DEFER_JUMP, range, NULL, "a jump into a deferred statement");
    else
        defer_refuse(deferrer, DIAG_DEFER_JUMP, range,
                     "put braces around the statements that the defer is for",
                     "a jump past a 'defer', or a variable with the attribute 'cleanup', into its "
                     "scope");
    defer_point_at(deferrer, target.defer);
}

static bool is_in_scope(const struct lasting *variable, uint32_t token)
{
    return token > variable->declarator->token && token < variable->block.end;
}

/* Its length and its storage would be those of nothing. C refuses that too. */
static void refuse_past_lengths(struct deferrer *deferrer, uint32_t from, struct range range,
                                uint32_t target)
{
    const struct unit *unit = deferrer->ir->unit;
    const struct function *function = deferrer->function;

    for (uint32_t i = 0; leave_resumes(function) && i < function->variable_lengths.count; i++) {
        const struct lasting *variable = &function->variable_lengths.list[i];

        if (is_in_scope(variable, from) || !is_in_scope(variable, target))
            continue;
        defer_refuse(deferrer, DIAG_SCOPE_JUMP, range,
                     "declare it before, or put braces around the statements that use it",
                     "a jump past an array of variable length, or a type of such, into its scope");
        diag_note(unit->diag, unit_range_span(unit, variable->declarator->range),
                  "it is declared here");
        return;
    }
}

/* `text` leads from the statement to a place with less to do. */
static void jump_to(struct deferrer *deferrer, const struct stmt *stmt, struct place target,
                    const char *text)
{
    struct place place = leave_place(deferrer->function, stmt->range.first);
    struct defer *first = place.defer, *last = NULL;
    struct range range = {stmt->range.first, stmt->range.end - 1};

    if (!is_around(target, place)) {
        refuse_into(deferrer, range, target);
        return;
    }
    for (struct place at = place; !is_same(at, target); at = leave_outer(at.defer))
        if (at.is_inside) {
            defer_refuse(deferrer, DIAG_DEFER_JUMP, range, NULL,
                         "a jump out of a deferred statement");
            return;
        }
    if (is_same(place, target))
        return;
    first->is_entered = true;
    for (struct place next; !is_same(place, target); place = next) {
        last = place.defer;
        next = leave_outer(last);
        if (!is_same(next, target)) {
            last->passes = true;
            go_on(place);
        }
    }
    *vector_push(&deferrer->function->jumps) =
        (struct jump) {stmt->range.first, first, add_way(deferrer, last, text)};
}

/* Branches of an #if may each have a label of that name; a jump is emitted once for all of them. */
static void refuse_labels(struct deferrer *deferrer, const struct stmt *stmt,
                          const struct label *first, const struct label *second)
{
    const struct unit *unit = deferrer->ir->unit;

    defer_refuse(deferrer, DIAG_DEFER_JUMP, (struct range) {stmt->range.first, stmt->range.end - 1},
                 "give them different names, or put the label behind the #endif",
                 "a jump to two labels of one name, where different deferred statements are "
                 "pending");
    diag_note(unit->diag, unit_span(unit, first->token), "one of them is here");
    diag_note(unit->diag, unit_span(unit, second->token), "the other one is here");
}

static void go_to(struct deferrer *deferrer, const struct stmt *stmt)
{
    const struct label *found = NULL;

    for (uint32_t i = 0; i < deferrer->labels.count; i++) {
        const struct label *label = &deferrer->labels.list[i];

        if (label->name != stmt->name || stmt->token < label->block.first ||
            stmt->token >= label->block.end)
            continue;
        refuse_past_lengths(deferrer, stmt->range.first,
                            (struct range) {stmt->range.first, stmt->range.end - 1}, label->token);
        if (found && !is_same(leave_place(deferrer->function, found->token),
                              leave_place(deferrer->function, label->token))) {
            refuse_labels(deferrer, stmt, found, label);
            return;
        }
        found = label;
    }
    if (found) /* else the compiler will say so */
        jump_to(deferrer, stmt, leave_place(deferrer->function, found->token),
                ir_text(deferrer->ir, "goto %s", stmt->name->text));
}

static bool is_target(const struct stmt *stmt)
{
    return stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR ||
           stmt->kind == STMT_SWITCH;
}

/* Out of the innermost loop, or switch if it is a break. */
static void jump_out(struct deferrer *deferrer, const struct stmt *stmt)
{
    uint32_t i = deferrer->targets.count;

    while (i && stmt->kind == STMT_CONTINUE &&
           deferrer->targets.list[i - 1]->kind == STMT_SWITCH)
        i--;
    if (i)
        jump_to(deferrer, stmt,
                leave_place(deferrer->function, deferrer->targets.list[i - 1]->body->range.first),
                stmt->kind == STMT_BREAK ? "break" : "continue");
}

/* A case is reached from the head of its switch. */
static void check_case(struct deferrer *deferrer, const struct stmt *stmt)
{
    uint32_t i = deferrer->targets.count;
    struct range word = {stmt->range.first, stmt->body->range.first};
    struct place place = leave_place(deferrer->function, word.first), head;
    uint32_t from;

    while (i && deferrer->targets.list[i - 1]->kind != STMT_SWITCH)
        i--;
    if (!i)
        return;
    from = deferrer->targets.list[i - 1]->range.first;
    head = leave_place(deferrer->function, from);
    if (!is_same(place, head))
        refuse_into(deferrer, word, place);
    refuse_past_lengths(deferrer, from, word, word.first);
}

/* ---- jumps that nobody can follow ---- */

static bool is_asm_goto(const struct unit *unit, const struct stmt *stmt)
{
    for (uint32_t i = stmt->range.first; unit->tokens.list[i].kind != TOKEN_LPAREN; i++)
        if (unit->tokens.list[i].kind == TOKEN_GOTO)
            return true;
    return false;
}

static void check_computed(struct deferrer *deferrer, const struct stmt *stmt)
{
    if (leave_place(deferrer->function, stmt->range.first).defer)
        defer_refuse(deferrer, DIAG_DEFER_JUMP, stmt->range, "use a switch",
                     "a computed goto where a deferred statement is pending");
}

static void check_address(struct deferrer *deferrer, const struct expr *expr)
{
    for (uint32_t i = 0; i < deferrer->labels.count; i++)
        if (deferrer->labels.list[i].name == expr->name &&
            leave_place(deferrer->function, deferrer->labels.list[i].token).defer)
            defer_refuse(deferrer, DIAG_DEFER_JUMP, expr->range, NULL,
                         "the address of a label in the scope of a deferred statement");
}

/* A generator that is closed does not come back to a yield. */
static void check_yield(struct deferrer *deferrer, const struct expr *expr)
{
    struct place place = leave_place(deferrer->function, expr->token);

    while (place.defer && !place.is_inside)
        place = leave_outer(place.defer);
    if (place.defer)
        defer_refuse(deferrer, DIAG_DEFER_JUMP, (struct range) {expr->token, expr->token + 1}, NULL,
                     "'yield' in a deferred statement");
}

/* ---- the walk ---- */

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct deferrer *deferrer = walk->context;

    switch (stmt->kind) {
    case STMT_RETURN:
        return_from(deferrer, (struct range) {stmt->range.first, stmt->range.end - 1});
        break;
    case STMT_EXPR:
        if (expr_is_failure(stmt->expr))
            fail_from(deferrer, stmt->range.first);
        break;
    case STMT_GOTO:
        go_to(deferrer, stmt);
        break;
    case STMT_BREAK: case STMT_CONTINUE:
        jump_out(deferrer, stmt);
        break;
    case STMT_CASE: case STMT_DEFAULT:
        check_case(deferrer, stmt);
        break;
    case STMT_GOTO_COMPUTED:
        check_computed(deferrer, stmt);
        break;
    case STMT_ASM:
        if (deferrer->function->defers.count && is_asm_goto(deferrer->ir->unit, stmt))
            defer_refuse(deferrer, DIAG_DEFER_JUMP, stmt->range, NULL,
                         "asm goto in a function with deferred statements");
        break;
    default:
        break;
    }
    if (is_target(stmt))
        *vector_push(&deferrer->targets) = stmt;
    return true;
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    struct deferrer *deferrer = walk->context;

    deferrer->targets.count -= is_target(stmt);
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct deferrer *deferrer = walk->context;

    if (expr->kind == EXPR_LABEL_ADDRESS)
        check_address(deferrer, expr);
    if (expr->kind == EXPR_CALL && ask_code(deferrer->ir, expr))
        fail_from(deferrer, expr->range.first);
    if (expr->kind == EXPR_YIELD || expr->kind == EXPR_YIELD_FROM)
        check_yield(deferrer, expr);
    return true;
}

void defer_find_ways(struct deferrer *deferrer)
{
    struct walk walk = {.context = deferrer, .enter_stmt = enter_stmt, .leave_stmt = leave_stmt,
                        .enter_expr = enter_expr};

    walk_stmt(&walk, deferrer->function->item->body);
    fail_from_awaits(deferrer);
    fail_from_rooms(deferrer);
    return_at_end(deferrer->function);
}
