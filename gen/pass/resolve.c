#include "resolve.h"

#include <string.h>

#include "../tree/attribute.h"
#include "../tree/awaited.h"
#include "../tree/declare.h"
#include "../tree/walk.h"

struct block {
    struct range range;
    bool in_expression;  /* inside of ({ ... }) without an await */
    bool in_taken_apart; /* inside of one with */
};

struct resolver {
    struct ir *ir;
    struct function *function;
    VECTOR(struct block) blocks;
    struct set values;      /* compound literals of which only the value is taken */
    uint32_t block_expressions, taken_apart;
};

/* ---- what the walk sees ---- */

static struct block innermost(const struct resolver *resolver)
{
    return resolver->blocks.list[resolver->blocks.count - 1];
}

static bool is_automatic(const struct specs *specs)
{
    return !(specs->storage &
             (STORAGE_TYPEDEF | STORAGE_EXTERN | STORAGE_STATIC | STORAGE_THREAD_LOCAL));
}

static struct local *new_local(struct resolver *resolver, struct symbol *symbol,
                               struct specs *specs, struct declarator *declarator)
{
    struct local *local = ARENA_NEW(&resolver->ir->unit->arena, struct local);
    enum type_class class = declared_class(specs, declarator);

    local->symbol = symbol;
    local->declarator = declarator;
    local->is_exposed = class != CLASS_SCALAR;
    symbol->slot = local;
    local->is_variable = symbol_is_variable(symbol);
    *vector_push(&resolver->function->locals) = local;
    return local;
}

/* `int f(int)` of a task f, in a body: its own declaration stands before the function. */
static bool is_swallowed(const struct declarator *declarator)
{
    return !declarator->symbol && declarator->name && declarator_function(declarator) &&
           fact_is_annotated(declarator->name);
}

/* In this file, and not before the function at hand. */
static bool is_declared_later(const struct name *name)
{
    return name->fact->flags & FACT_MARKED && !name->fact->first;
}

/* `awiat f(n);` is a prototype by its looks, and must not vanish as one. */
static void check_type(struct resolver *resolver, const struct decl *decl,
                       const struct declarator *declarator)
{
    const struct specs *specs = decl->specs;

    if (specs->kind == TYPE_NAMED && !specs->symbol && !fact_typedef(specs->name) &&
        resolver->function->item->is_known && *specs->name->text != '_')
        ir_refuse(resolver->ir, resolver->function->item, DIAG_SYNTAX,
                  unit_range_span(resolver->ir->unit, decl->range),
                  ir_text(resolver->ir, "'await %s(...)' waits for the task",
                          declarator->name->text),
                  "'%s' is no type and no word", specs->name->text);
}

static void remove_tokens(struct resolver *resolver, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        ir_edit(resolver->ir, i)->instead = "";
}

/* The declaration goes, or one of its declarators with a comma beside it. */
static void swallow(struct resolver *resolver, const struct decl *decl,
                    const struct declarator *declarator)
{
    const struct declarator *before = NULL, *after = declarator->next;

    check_type(resolver, decl, declarator);
    if (is_declared_later(declarator->name))
        ir_refuse(resolver->ir, resolver->function->item, DIAG_MISPLACED_MARK,
                  unit_range_span(resolver->ir->unit, declarator->range),
                  "declare it before this function, with its mark",
                  "'%s' is a task, which a prototype without a mark cannot declare",
                  declarator->name->text);
    for (const struct declarator *one = decl->declarators; one != declarator; one = one->next)
        if (!is_swallowed(one))
            before = one;
    while (after && is_swallowed(after))
        after = after->next;
    if (before)
        remove_tokens(resolver, declarator->range.first - 1,
                      declarator->next ? declarator->next->range.first - 1 : decl->range.end - 1);
    else if (after)
        remove_tokens(resolver, declarator->range.first, after->range.first);
    else
        remove_tokens(resolver, decl->range.first, decl->range.end);
}

static struct declaration *new_declaration(struct resolver *resolver, struct decl *decl,
                                           struct declarator *declarator)
{
    struct declaration *declaration = ARENA_NEW(&resolver->ir->unit->arena, struct declaration);

    declaration->decl = decl;
    declaration->declarator = declarator;
    return declaration;
}

/* The same name in another branch of an #if. */
static void declare_again(struct resolver *resolver, struct local *local, struct decl *decl,
                          struct declarator *declarator)
{
    struct declaration *last = local->declarations;

    while (last->next)
        last = last->next;
    last->next = new_declaration(resolver, decl, declarator);
    local->is_exposed |= declared_class(decl->specs, declarator) != CLASS_SCALAR;
    local->is_variable |= declared_variable(decl->specs, declarator);
    if (declarator->init && declarator->init->kind == EXPR_LITERAL)
        set_add(&resolver->values, declarator->init);
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct resolver *resolver = walk->context;
    struct symbol *symbol = declarator->symbol;
    struct local *local;

    if (is_swallowed(declarator))
        swallow(resolver, decl, declarator);
    if (declared_variable(decl->specs, declarator)) {
        *vector_push(&resolver->function->variable_lengths) =
            (struct lasting) {declarator, innermost(resolver).range};
        resolver->function->needs_block = true;
    }
    if (!symbol || symbol->kind != SYMBOL_OBJECT)
        return;
    if (!is_automatic(decl->specs)) {
        local = symbol->slot;
        if (local)
            local->is_static_elsewhere = true;
        return;
    }
    if (attribute_has(resolver->ir->unit, decl->specs->pieces, "cleanup") ||
        attribute_has(resolver->ir->unit, declarator->attributes, "cleanup"))
        resolver->function->has_cleanups = true;
    if (symbol->slot) {
        declare_again(resolver, symbol->slot, decl, declarator);
        return;
    }
    local = new_local(resolver, symbol, decl->specs, declarator);
    local->decl = decl;
    local->is_static_elsewhere = symbol->decl != decl && !is_automatic(symbol->decl->specs);
    local->declarations = new_declaration(resolver, decl, declarator);
    local->block = innermost(resolver).range;
    local->is_outermost = resolver->blocks.count == 1;
    local->in_block_expression = innermost(resolver).in_expression;
    local->in_taken_apart = innermost(resolver).in_taken_apart;
    if (declarator->init && declarator->init->kind == EXPR_LITERAL)
        set_add(&resolver->values, declarator->init);
}

static struct expr *strip_parens(struct expr *expr)
{
    while (expr && expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    return expr;
}

/* The value is copied: nothing can point at the literal itself. */
static void note_value(struct resolver *resolver, struct expr *expr)
{
    expr = strip_parens(expr);
    if (expr && expr->kind == EXPR_LITERAL)
        set_add(&resolver->values, expr);
}

static void see_literal(struct resolver *resolver, struct expr *expr)
{
    struct literal *literal = vector_push(&resolver->function->literals);
    enum type_class class = declared_class(expr->type->specs, expr->type->declarator);

    *literal = (struct literal) {
        .expr = expr,
        .block = innermost(resolver).range,
        .is_outermost = resolver->blocks.count == 1,
        .is_exposed = !set_has(&resolver->values, expr) || class == CLASS_ARRAY ||
                      class == CLASS_UNKNOWN,
        .in_block_expression = innermost(resolver).in_expression,
    };
}

/* What stands below a part of an lvalue: x of x.member, x[i], __real__ x, __extension__ x. */
static const struct expr *below_part(const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_PAREN: case EXPR_INDEX:
        return expr->kid[0];
    case EXPR_MEMBER:
        return expr->op == TOKEN_DOT ? expr->kid[0] : NULL;
    case EXPR_UNARY:
        return expr->op == TOKEN_REAL || expr->op == TOKEN_IMAG || expr->op == TOKEN_EXTENSION
                   ? expr->kid[0] : NULL;
    default:
        return NULL;
    }
}

/* &x, &x.member, &x[i]: something may point into x from now on. What _Generic and its like choose
   between is an lvalue too; it may be each of the branches. */
static void see_address(const struct expr *base)
{
    const struct expr *below;

    while ((below = below_part(base)))
        base = below;
    if (ir_local(base))
        ir_local(base)->is_exposed = true;
    if (base->kind == EXPR_GENERIC)
        for (const struct expr *item = base->list; item; item = item->next)
            see_address(item->kid[0]);
    if (awaited_is_choice(base))
        for (const struct expr *item = base->list; item; item = item->next)
            see_address(item);
}

static bool is_function_name(const struct expr *expr)
{
    return strcmp(expr->name->text, "__func__") == 0 ||
           strcmp(expr->name->text, "__FUNCTION__") == 0 ||
           strcmp(expr->name->text, "__PRETTY_FUNCTION__") == 0;
}

/* What the compiler would say of the emitted function and its lines. */
static void see_predefined(struct resolver *resolver, const struct expr *expr)
{
    const struct unit *unit = resolver->ir->unit;
    const struct token *token = &unit->tokens.list[expr->token];

    if (is_function_name(expr))
        ir_edit(resolver->ir, expr->token)->instead =
            ir_text(resolver->ir, "\"%s\"", resolver->function->callee);
    else if (strcmp(expr->name->text, "__LINE__") == 0)
        ir_edit(resolver->ir, expr->token)->instead =
            ir_text(resolver->ir, "%u", source_position(unit->source, token->at).line);
}

static bool is_in_own_init(const struct local *local, const struct expr *expr)
{
    const struct declaration *one = local->declarations;
    const struct expr *init;

    for (; one; one = one->next) {
        init = one->declarator->init;
        if (init && expr->token >= init->range.first && expr->token < init->range.end)
            return true;
    }
    return false;
}

static void see_name(struct resolver *resolver, const struct expr *expr)
{
    struct function *function = resolver->function;
    struct local *local = ir_local(expr);

    if (!expr->symbol && expr->name->text[0] == '_')
        see_predefined(resolver, expr);
    if (!local)
        return;
    local->use_count++;
    local->uses_itself |= is_in_own_init(local, expr);
    *vector_push(&function->uses) = (struct use) {expr->token, local};
}

/* A function that a system header declares starts no task of ours; nor does a builtin. */
static bool starts_nothing(const struct expr *callee)
{
    const struct fact *fact = callee->name ? callee->name->fact : NULL;

    if (callee->kind != EXPR_NAME || callee->symbol)
        return false;
    if (strncmp(callee->name->text, "__builtin_", 10) == 0)
        return true;
    return fact && fact->kind == FACT_FUNCTION && fact->flags & FACT_SYSTEM &&
           !(fact->flags & FACT_ANNOTATED) && strncmp(callee->name->text, "unsync_", 7) != 0;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct resolver *resolver = walk->context;

    switch (expr->kind) {
    case EXPR_NAME:
        see_name(resolver, expr);
        break;
    case EXPR_UNARY:
        if (expr->op == TOKEN_AND)
            see_address(expr->kid[0]);
        break;
    case EXPR_ASSIGN:
        note_value(resolver, expr->kid[1]);
        break;
    case EXPR_CALL:
        for (struct expr *item = expr->list; item; item = item->next)
            note_value(resolver, item);
        if (expr_is_fail(expr->kid[0]))
            *vector_push(&resolver->function->leaves) = expr->range.first;
        break;
    case EXPR_LITERAL:
        see_literal(resolver, expr);
        break;
    case EXPR_BLOCK:
        *(expr->has_await ? &resolver->taken_apart : &resolver->block_expressions) += 1;
        break;
    default:
        break;
    }
    return true;
}

/* Calls are noted at their ends, so that the list rises. */
static void leave_expr(struct walk *walk, struct expr *expr)
{
    struct resolver *resolver = walk->context;

    if (expr->kind == EXPR_CALL && !starts_nothing(strip_parens(expr->kid[0])))
        *vector_push(&resolver->function->starts) = expr->range.end - 1;
    if (expr->kind == EXPR_BLOCK)
        *(expr->has_await ? &resolver->taken_apart : &resolver->block_expressions) -= 1;
}

static bool opens_block(const struct stmt *stmt)
{
    return stmt->kind == STMT_COMPOUND || stmt->kind == STMT_FOR;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct resolver *resolver = walk->context;
    struct function *function = resolver->function;

    if (opens_block(stmt))
        *vector_push(&resolver->blocks) =
            (struct block) {stmt->range, resolver->block_expressions > 0,
                            resolver->taken_apart && !resolver->block_expressions};
    switch (stmt->kind) {
    case STMT_LABEL: case STMT_CASE: case STMT_DEFAULT:
        *vector_push(&function->labels) = stmt->range.first;
        break;
    case STMT_RETURN:
        *vector_push(&function->leaves) = stmt->range.first;
        note_value(resolver, stmt->expr);
        break;
    case STMT_LOCAL_LABEL:
        function->needs_block = true;
        break;
    case STMT_DEFER:
        function->has_defers = true;
        break;
    default:
        break;
    }
    return true;
}

static void leave_stmt(struct walk *walk, struct stmt *stmt)
{
    struct resolver *resolver = walk->context;

    if (opens_block(stmt))
        resolver->blocks.count--;
}

/* ---- directives ---- */

static void see_directive(struct function *function, const struct token *token)
{
    const char *word = token->text, *end = token->text + token->len;
    static const char *const harmless[] = {"pragma", "line", "error", "warning", "ident"};

    while (word < end && !(*word >= 'a' && *word <= 'z'))
        word++;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if ((size_t) (end - word) >= strlen(harmless[i]) &&
            strncmp(word, harmless[i], strlen(harmless[i])) == 0)
            return;
    if (strncmp(word, "if", 2) == 0 || strncmp(word, "el", 2) == 0 ||
        strncmp(word, "endif", 5) == 0)
        function->has_conditionals = true;
    else
        function->has_definitions = true;
}

static void see_directives(const struct unit *unit, struct function *function)
{
    struct range range = function->item->range;
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, range.first);

    for (; i < unit->directives.count && unit->directives.list[i] < range.end; i++)
        see_directive(function, &unit->tokens.list[unit->directives.list[i]]);
}

/* ---- functions ---- */

static uint32_t count_awaits(const struct unit *unit, struct range range)
{
    return rising_first(unit->awaits.list, unit->awaits.count, range.end) -
           rising_first(unit->awaits.list, unit->awaits.count, range.first);
}

static void resolve_body(struct resolver *resolver)
{
    struct function *function = resolver->function;
    const struct unit *unit = resolver->ir->unit;
    struct walk walk = {
        .context = resolver, .enter_stmt = enter_stmt, .leave_stmt = leave_stmt,
        .enter_expr = enter_expr, .leave_expr = leave_expr, .declarator = see_declarator,
    };

    set_clear(&resolver->values);
    walk_stmt(&walk, function->item->body);
    function->await_count = count_awaits(unit, function->item->range);
    see_directives(unit, function);
}

static void resolve_parameters(struct resolver *resolver)
{
    struct function *function = resolver->function;
    struct unit *unit = resolver->ir->unit;
    struct param *param = function->type->params;
    uint32_t count = function->parameter_count = function->item->parameter_count;

    function->parameters = arena_alloc(&unit->arena, (count + 1) * sizeof *function->parameters);
    for (uint32_t i = 0; i < count; i++, param = param->next) {
        struct parameter *parameter = &function->parameters[i];
        struct symbol *symbol = function->item->parameters[i];

        parameter->param = param;
        parameter->name = symbol->name && symbol->name != function->name
                              ? symbol->name->text
                              : ir_text(resolver->ir, "unsync__argument_%u", i + 1);
        parameter->body_name = symbol->name ? symbol->name->text : parameter->name;
        parameter->local = new_local(resolver, symbol, param->specs, param->declarator);
        parameter->local->is_outermost = true;
        parameter->local->block = function->item->range;
        parameter->local->is_exposed &= param->declarator->derivations == NULL;
    }
}

/* Where the name of the task stands that a foreign function is given. */
static struct name *task_name(const struct mark *mark, const struct declarator *declarator)
{
    for (const struct option *option = mark->options; option; option = option->next)
        if (strcmp(option_table[option->id].name, "as") == 0)
            return option->name;
    return declarator->name;
}

/* What the marks beside that of the lane say. */
static void note_marks(struct function *function)
{
    const struct mark *mark = mark_find(function->item->marks, MARK_GENERATOR);
    const struct mark *async = mark_find(function->item->marks, MARK_ASYNC);
    const struct option *sent = mark_find_option(mark, OPTION_GENERATOR_SEND);

    function->is_generator = mark != NULL;
    function->is_remote = async && function->mark->id == MARK_CPU_BOUND;
    function->is_resumed = mark || async;
    function->sent = sent ? sent->type : NULL;
}

static struct function *new_function(struct resolver *resolver, struct item *item)
{
    struct unit *unit = resolver->ir->unit;
    struct function *function = ARENA_NEW(&unit->arena, struct function);

    resolver->function = function;
    function->item = item;
    function->mark = mark_lane(item->marks);
    function->specs = item->decl->specs;
    function->declarator = item->decl->declarators;
    function->type = declarator_function(function->declarator);
    function->name = task_name(function->mark, function->declarator);
    function->callee = function->declarator->name->text;
    function->line = source_position(unit->source, function->mark->span.at).line;
    function->is_void =
        remaining_class(function->specs, function->type->next) == CLASS_VOID;
    /* Every file that includes the header has a task of its own for a function that is not mine. */
    function->is_static = function->specs->storage & STORAGE_STATIC ||
                          (item->kind == ITEM_FOREIGN && unit->is_header);
    function->is_main = strcmp(function->name->text, "main") == 0;
    note_marks(function);
    resolve_parameters(resolver);
    if (item->body)
        resolve_body(resolver);
    return function;
}

static bool is_function(const struct item *item)
{
    return (item->kind == ITEM_FUNCTION || item->kind == ITEM_PROTOTYPE ||
            item->kind == ITEM_FOREIGN) &&
           !item->failed && item->marks;
}

void resolve_items(struct ir *ir)
{
    struct resolver resolver = {.ir = ir};
    struct function **end = &ir->functions;

    for (struct item *item = ir->unit->items; item; item = item->next)
        if (is_function(item)) {
            *end = new_function(&resolver, item);
            end = &(*end)->next;
        }
    vector_free(&resolver.blocks);
    set_free(&resolver.values);
}
