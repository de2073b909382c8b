#include "pool.h"

#include <string.h>

#include "../tree/ask.h"
#include "../tree/declare.h"
#include "../tree/pooling.h"

enum { MAX_THREADS = 65536 };

static const struct option *option_of(const struct function *function, enum option_id id)
{
    return mark_find_option(function->mark, id);
}

static void refuse(struct ir *ir, const struct function *function, enum diag_id id,
                   struct range range, const char *hint, const char *message)
{
    ir_refuse(ir, function->item, id, unit_range_span(ir->unit, range), hint, "%s", message);
}

/* ---- the pool ---- */

/* The number of `max` or `queue`; 0: it is not there, or refused. */
static int64_t pool_number(struct ir *ir, const struct function *function, enum option_id id,
                           int64_t most)
{
    const struct option *option = option_of(function, id);
    const char *name = option_table[id].name;

    if (!option)
        return 0;
    if (option->number < 1 || option->number > most)
        ir_refuse(ir, function->item, DIAG_OPTION_VALUE, option->span, NULL,
                  "'%s' is a number from 1 to %lld", name, (long long) most);
    else if (!option_of(function, OPTION_THREAD_POOL))
        ir_refuse(ir, function->item, DIAG_POOL, option->span,
                  ir_text(ir, "pool = NAME, %s = %lld", name, (long long) option->number),
                  "'%s' is a property of a pool with a name", name);
    else
        return option->number;
    return 0;
}

/* ---- names in an expression of the mark ---- */

static bool is_parameter(const struct function *function, const struct token *token)
{
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct name *name = function->parameters[i].param->declarator->name;

        if (name && name == token->name && name != function->name)
            return true;
    }
    return false;
}

/* Not one that the function's parameters, or file scope, have to say something of. */
static bool is_member_or_tag(const struct token *before)
{
    return before->kind == TOKEN_DOT || before->kind == TOKEN_ARROW ||
           before->kind == TOKEN_STRUCT || before->kind == TOKEN_UNION ||
           before->kind == TOKEN_ENUM;
}

/*
 * The text of an expression that is computed where the function starts, of names that are known
 * there.
 */
static const char *start_text(struct ir *ir, const struct function *function,
                              const struct expr *expr, enum diag_id id)
{
    const struct token *tokens = ir->unit->tokens.list;

    if (expr->has_await)
        refuse(ir, function, id, expr->range, "await it before, and pass it",
               "this is computed when the job starts, which does not wait");
    for (uint32_t at = expr->range.first; at < expr->range.end; at++) {
        const struct token *token = &tokens[at];

        if (token->kind != TOKEN_NAME || is_member_or_tag(&tokens[at - 1]) ||
            is_parameter(function, token))
            continue;
        if (token->name == function->name || (ir->unit->facts->complete && !token->name->fact))
            refuse(ir, function, id, (struct range) {at, at + 1},
                   "name parameters of the function",
                   ir_text(ir, "'%s' is no parameter of '%s'", token->name->text,
                           function->name->text));
    }
    return view_words((struct view) {.ir = ir}, expr->range);
}

/* ---- what an abandoned job copies ---- */

static uint32_t line_of(const struct ir *ir, struct range range)
{
    return source_position(ir->unit->source, ir->unit->tokens.list[range.first].at).line;
}

static bool is_char(const struct ir *ir, const struct specs *specs)
{
    return specs->kind == TYPE_BASIC && ask_names(ir, specs, "char") &&
           !ask_names(ir, specs, "signed") && !ask_names(ir, specs, "unsigned");
}

static bool is_const(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    return specs->qualifiers & QUALIFIER_CONST || (fact && fact->flags & FACT_CONST);
}

static bool is_number(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;
    enum type_class class = remaining_class(specs, NULL);

    return (class == CLASS_SCALAR || class == CLASS_UNKNOWN) &&
           !(fact && fact->flags & FACT_POINTER);
}

/* Only the compiler knows whether it is a number. */
static bool is_hidden(const struct specs *specs)
{
    const struct fact *fact = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (specs->kind == TYPE_BASIC || specs->kind == TYPE_ENUM)
        return false;
    return !fact || fact->flags & FACT_POINTER;
}

/* Why what the pointer leads to cannot be copied, or NULL. */
static const char *pointer_fault(const struct ir *ir, const struct param *param, const char **hint)
{
    const struct specs *specs = param->specs;
    bool has_len = mark_find(param->marks, MARK_LEN) != NULL;

    *hint = "pass numbers, a const char * string, or an array of const numbers with @len(n)";
    if (param->declarator->derivations->kind == DERIVE_FUNCTION ||
        param->declarator->derivations->next)
        return "leads to more than one object";
    if (has_len && !is_number(specs))
        return "leads to elements that are no numbers";
    if (!has_len && !is_char(ir, specs))
        return "leads to something of unknown length";
    *hint = "point to const, and give what changes as the result";
    return is_const(specs) ? NULL
                           : "leads to what the job could write, which the caller would not see";
}

/*
 * Whether the parameter is more than its slot; a type that says that it cannot be copied is
 * refused.
 */
static bool plan_copy(struct ir *ir, const struct function *function, const struct param *param,
                      struct copied *copy)
{
    const struct mark *len = mark_find(param->marks, MARK_LEN);
    enum type_class class = remaining_class(param->specs, NULL);
    const char *fault, *hint;

    copy->is_checked = is_hidden(param->specs);
    if (!param->declarator->derivations) {
        if (len)
            refuse(ir, function, DIAG_LEN, len->range, "@len goes with a pointer",
                   "a parameter with @len is no pointer");
        else if (class != CLASS_SCALAR && class != CLASS_UNKNOWN)
            refuse(ir, function, DIAG_CANNOT_COPY, param->range,
                   "pass its members that the job needs",
                   "an abandoned job cannot have its own copy of this type");
        return copy->is_checked;
    }
    fault = pointer_fault(ir, param, &hint);
    if (fault)
        refuse(ir, function, DIAG_CANNOT_COPY, param->range, hint,
               ir_text(ir, "an abandoned job cannot have its own copy: this %s", fault));
    if (len)
        copy->count = start_text(ir, function, mark_find_option(len, OPTION_LEN_COUNT)->expr,
                                 DIAG_LEN);
    return true;
}

/* A borrowed result may lead into the copies, which go with the job. */
static void check_result(struct ir *ir, const struct function *function, struct pooling *pooling)
{
    const struct derivation *step = function->type->next;

    pooling->result_is_checked = !step && !function->is_void && is_hidden(function->specs);
    if (step && step->kind == DERIVE_POINTER && !step->next && is_const(function->specs))
        refuse(ir, function, DIAG_CANNOT_COPY, function->specs->range,
               "give an owned copy: a result without const is freed by who awaits it",
               "the result of an abandoned job cannot be borrowed: its arguments go with it");
}

static void plan_copies(struct ir *ir, const struct function *function, struct pooling *pooling)
{
    pooling->copies = arena_alloc(&ir->unit->arena,
                                  (function->parameter_count + 1) * sizeof *pooling->copies);
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;
        struct copied copy = {.parameter = i, .line = line_of(ir, param->range)};

        if (plan_copy(ir, function, param, &copy))
            pooling->copies[pooling->copy_count++] = copy;
    }
}

/* ---- the function ---- */

static struct pooling *new_pooling(struct ir *ir, const struct function *function)
{
    struct pooling *pooling = ARENA_NEW(&ir->unit->arena, struct pooling);
    const struct option *pool = option_of(function, OPTION_THREAD_POOL);
    const struct option *serial = option_of(function, OPTION_THREAD_SERIAL);

    pooling->pool = pool ? pool->name->text : NULL;
    pooling->max = pool_number(ir, function, OPTION_THREAD_MAX, MAX_THREADS);
    pooling->queue = pool_number(ir, function, OPTION_THREAD_QUEUE, INT32_MAX);
    pooling->key = serial ? start_text(ir, function, serial->expr, DIAG_POOL) : NULL;
    pooling->key_line = serial ? line_of(ir, serial->expr->range) : 0;
    pooling->is_daemon = option_of(function, OPTION_THREAD_DAEMON) != NULL;
    pooling->is_abandoned = option_of(function, OPTION_THREAD_ABANDON) != NULL;
    if (pooling->is_abandoned) {
        check_result(ir, function, pooling);
        plan_copies(ir, function, pooling);
    }
    return pooling;
}

static bool is_pooled(const struct function *function)
{
    static const enum option_id ids[] = {OPTION_THREAD_POOL, OPTION_THREAD_MAX, OPTION_THREAD_QUEUE,
                                         OPTION_THREAD_SERIAL, OPTION_THREAD_ABANDON,
                                         OPTION_THREAD_DAEMON};

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (option_of(function, ids[i]))
            return true;
    return false;
}

void pool_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next)
        if (!function->item->failed && is_pooled(function))
            function->pooling = new_pooling(ir, function);
}
