#include "defer.h"

#include <string.h>

#include "../tree/walk.h"
#include "deferrer.h"

void defer_refuse(struct deferrer *deferrer, enum diag_id id, struct range range,
                  const char *hint, const char *message)
{
    ir_refuse(deferrer->ir, deferrer->function->item, id,
              unit_range_span(deferrer->ir->unit, range), hint, "%s", message);
}

void defer_point_at(struct deferrer *deferrer, const struct defer *defer)
{
    const struct unit *unit = deferrer->ir->unit;

    if (defer->body)
        diag_note(unit->diag, unit_span(unit, defer->stmt->token), "deferred here");
    else
        diag_note(unit->diag, unit_range_span(unit, defer->declarator->range),
                  "the variable is declared here");
}

/* ---- one more ---- */

static struct block_level *innermost(const struct deferrer *deferrer)
{
    return &deferrer->blocks.list[deferrer->blocks.count - 1];
}

/*
 * The brace of a block; the head of a for declares for the whole statement, and cleans up behind
 * it.
 */
static uint32_t end_of(const struct stmt *block)
{
    return block->kind == STMT_FOR ? block->range.end : block->range.end - 1;
}

static struct defer *add_defer(struct deferrer *deferrer, struct range range)
{
    struct function *function = deferrer->function;
    struct defer *defer = ARENA_NEW(&deferrer->ir->unit->arena, struct defer);
    struct block_level *block = innermost(deferrer);

    *vector_push(&function->defers) = defer;
    defer->number = function->defers.count;
    defer->range = range;
    defer->scope = (struct range) {range.end, end_of(block->stmt)};
    defer->outer = deferrer->place.defer;
    defer->is_inside = deferrer->place.is_inside;
    defer->depth = defer->outer ? defer->outer->depth + defer->is_inside : 0;
    defer->block = block->stmt;
    defer->is_first = !block->has_defers;
    defer->is_final = block->stmt == function->item->body;
    block->has_defers = true;
    if (function->defer_depth <= defer->depth)
        function->defer_depth = defer->depth + 1;
    if (function->has_conditionals && block->stmt->kind == STMT_COMPOUND)
        defer->marker = ir_text(deferrer->ir, "unsync__%s_defer_%u", function->name->text,
                                defer->number);
    return defer;
}

/* ---- deferred statements ---- */

static bool check_place(struct deferrer *deferrer, const struct stmt *stmt)
{
    struct range word = {stmt->token, stmt->token + 1};

    if (deferrer->block_expressions)
        defer_refuse(deferrer, DIAG_DEFER_PLACE, word,
                     "defer it in the block around the expression",
                     "'defer' in a statement expression");
    else if (!set_has(&deferrer->listed, stmt))
        defer_refuse(deferrer, DIAG_DEFER_PLACE, word,
                     "write it in the block at whose end it shall run",
                     "'defer' as the whole of a branch or a loop would run at once");
    else
        return true;
    return false;
}

static bool enter_defer(struct deferrer *deferrer, struct stmt *stmt)
{
    const struct unit *unit = deferrer->ir->unit;
    struct defer *defer;

    if (!check_place(deferrer, stmt))
        return false;
    defer = add_defer(deferrer, stmt->range);
    defer->stmt = stmt;
    defer->body = stmt->body;
    defer->awaits = ir_any_between(unit->awaits.list, unit->awaits.count, stmt->range.first,
                                   stmt->range.end);
    deferrer->place = (struct place) {defer, true};
    return true;
}

/* ---- the attribute cleanup ---- */

/*
 * The name that stands in cleanup(NAME); the attribute itself goes, if it would stay in the text.
 */
static const char *take_cleanup(struct deferrer *deferrer, const struct piece *pieces)
{
    struct unit *unit = deferrer->ir->unit;
    const char *callee = NULL;

    for (; pieces; pieces = pieces->next)
        for (uint32_t i = pieces->range.first;
             pieces->kind == PIECE_ATTRIBUTE && i + 3 < pieces->range.end; i++) {
            const struct token *token = &unit->tokens.list[i];

            if (!token->name || (strcmp(token->name->text, "cleanup") != 0 &&
                                 strcmp(token->name->text, "__cleanup__") != 0) ||
                token[1].kind != TOKEN_LPAREN || !token[2].name)
                continue;
            callee = token[2].name->text;
            for (uint32_t k = 0; k < 4; k++)
                ir_edit(deferrer->ir, i + k)->instead = "";
        }
    return callee;
}

/*
 * In a body that blocks the compiler sees to cleanups, unless deferred statements stand between
 * them; jumps never lead into a for.
 */
static bool is_mine(const struct deferrer *deferrer)
{
    return leave_resumes(deferrer->function) ||
           (deferrer->function->has_defers && innermost(deferrer)->stmt->kind != STMT_FOR);
}

static bool is_automatic(const struct specs *specs)
{
    return !(specs->storage &
             (STORAGE_TYPEDEF | STORAGE_EXTERN | STORAGE_STATIC | STORAGE_THREAD_LOCAL));
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct deferrer *deferrer = walk->context;
    const struct symbol *symbol = declarator->symbol;
    const char *callee, *more;
    uint32_t end = declarator->init ? declarator->init->range.end : declarator->range.end;
    struct defer *defer;

    if (!is_mine(deferrer) || !symbol || symbol->kind != SYMBOL_OBJECT ||
        !is_automatic(decl->specs))
        return;
    callee = take_cleanup(deferrer, decl->specs->pieces);
    more = take_cleanup(deferrer, declarator->attributes);
    if (!callee && !more)
        return;
    if (deferrer->block_expressions) {
        defer_refuse(deferrer, DIAG_DEFER_PLACE, declarator->range,
                     "declare it in the block around the expression",
                     "a variable with the attribute 'cleanup' in a statement expression");
        return;
    }
    defer = add_defer(deferrer, (struct range) {end, end});
    defer->stmt = deferrer->declaration;
    defer->declarator = declarator;
    defer->callee = more ? more : callee;
    ((struct local *) symbol->slot)->is_deferred = true;
    deferrer->place = (struct place) {defer, false};
}

/* ---- the walk ---- */

static struct stmt *without_labels(struct stmt *stmt)
{
    while (stmt->kind == STMT_LABEL || stmt->kind == STMT_CASE || stmt->kind == STMT_DEFAULT)
        stmt = stmt->body;
    return stmt;
}

static void enter_block(struct deferrer *deferrer, struct stmt *block)
{
    *vector_push(&deferrer->blocks) =
        (struct block_level) {.stmt = block, .before = deferrer->place};
    for (struct stmt *stmt = block->body; stmt && block->kind == STMT_COMPOUND; stmt = stmt->next)
        if (without_labels(stmt)->kind == STMT_DEFER)
            set_add(&deferrer->listed, without_labels(stmt));
}

/* `__label__ a, b;` at the begin of the block. */
static bool has_label(const struct unit *unit, const struct stmt *block, const struct name *name)
{
    const struct stmt *stmt = block->kind == STMT_COMPOUND ? block->body : NULL;

    for (; stmt && stmt->kind == STMT_LOCAL_LABEL; stmt = stmt->next)
        for (uint32_t i = stmt->range.first; i < stmt->range.end; i++)
            if (unit->tokens.list[i].name == name)
                return true;
    return false;
}

/* The block that a label's name is known in: GNU's __label__ keeps it in one. */
static struct range block_of_label(const struct deferrer *deferrer, const struct name *name)
{
    uint32_t i = deferrer->blocks.count - 1;

    while (i && !has_label(deferrer->ir->unit, deferrer->blocks.list[i].stmt, name))
        i--;
    return deferrer->blocks.list[i].stmt->range;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct deferrer *deferrer = walk->context;

    if (stmt->kind == STMT_COMPOUND || stmt->kind == STMT_FOR)
        enter_block(deferrer, stmt);
    if (stmt->kind == STMT_DECL)
        deferrer->declaration = stmt;
    if (stmt->kind == STMT_LABEL)
        *vector_push(&deferrer->labels) =
            (struct label) {stmt->name, stmt->range.first, block_of_label(deferrer, stmt->name)};
    return stmt->kind != STMT_DEFER || enter_defer(deferrer, stmt);
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    struct deferrer *deferrer = walk->context;

    if (stmt->kind == STMT_COMPOUND || stmt->kind == STMT_FOR)
        deferrer->place = deferrer->blocks.list[--deferrer->blocks.count].before;
    if (stmt->kind == STMT_DEFER)
        deferrer->place.is_inside = false;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct deferrer *deferrer = walk->context;

    deferrer->block_expressions += expr->kind == EXPR_BLOCK;
    return true;
}

static void leave_expr(struct walk *walk, struct expr *expr)
{
    struct deferrer *deferrer = walk->context;

    deferrer->block_expressions -= expr->kind == EXPR_BLOCK;
}

/* ---- variables ---- */

/* A variable that a deferred statement uses is needed after the last wait of its block. */
static void mark_variables(const struct function *function)
{
    for (uint32_t i = 0; i < function->uses.count; i++) {
        const struct use *use = &function->uses.list[i];
        struct place place = leave_place(function, use->token);

        for (; place.defer; place = leave_outer(place.defer))
            if (place.is_inside && use->local->declarator->token < place.defer->range.first)
                use->local->is_deferred = true;
    }
}

static void defer_function(struct deferrer *deferrer)
{
    struct walk walk = {
        .context = deferrer, .enter_stmt = enter_stmt, .leave_stmt = leave_stmt,
        .enter_expr = enter_expr, .leave_expr = leave_expr, .declarator = see_declarator,
    };

    deferrer->place = (struct place) {0};
    deferrer->labels.count = deferrer->way_count = 0;
    walk_stmt(&walk, deferrer->function->item->body);
    if (deferrer->function->item->failed)
        return;
    mark_variables(deferrer->function);
    defer_find_ways(deferrer);
    defer_check_hidden(deferrer);
}

/* A compiler sees to the jumps of a body that it gets as it is. */
static bool has_scopes(const struct function *function)
{
    return function->has_defers || function->has_cleanups ||
           (leave_resumes(function) && function->variable_lengths.count);
}

void defer_items(struct ir *ir)
{
    struct deferrer deferrer = {.ir = ir};

    for (struct function *function = ir->functions; function; function = function->next) {
        deferrer.function = function;
        if (!function->item->failed && has_scopes(function))
            defer_function(&deferrer);
    }
    set_free(&deferrer.listed);
    vector_free(&deferrer.labels);
    vector_free(&deferrer.blocks);
    vector_free(&deferrer.targets);
}
