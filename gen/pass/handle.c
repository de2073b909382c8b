/*
 * The operand of each await and catch is looked at from outside: a constant, an operator that
 * makes a number or a pointer, a variable whose declaration says that it is none, a call of a
 * function without a mark, a name that nothing declares. What cannot be told (a member, an unknown
 * typedef) passes: then the compiler has the types, and emitted code lets it say so in words.
 */
#include "handle.h"

#include <string.h>

#include "../base/text.h"
#include "../tree/ask.h"
#include "../tree/blocking.h"
#include "../tree/handle.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct function *function;
    const struct expr *word; /* the await or catch */
};

static const char *word_text(const struct search *search)
{
    return search->ir->unit->tokens.list[search->word->token].name->text;
}

static void refuse(struct search *search, const struct expr *expr, const char *hint,
                   const char *message)
{
    ir_refuse(search->ir, search->function->item, DIAG_NO_TASK,
              unit_range_span(search->ir->unit, expr->range), hint, "%s", message);
}

/* "it is a number", and how a task would be had. */
static void refuse_kind(struct search *search, const struct expr *expr, const char *kind)
{
    refuse(search, expr, "a call of a marked function starts a task and gives its handle",
           ir_text(search->ir, "'%s' waits for a task, and this is %s", word_text(search), kind));
}

/* ---- variables ---- */

static void refuse_variable(struct search *search, const struct expr *expr, const char *kind,
                            const char *hint)
{
    const struct symbol *symbol = expr->symbol;

    refuse(search, expr, hint,
           ir_text(search->ir, "'%s' waits for a task, and '%s' is %s", word_text(search),
                   expr->name->text, kind));
    if (symbol)
        diag_note(search->ir->unit->diag,
                  unit_span(search->ir->unit, symbol->declarator->token),
                  "'%s' is declared here", expr->name->text);
}

/* A local or parameter of the function. */
static void see_symbol(struct search *search, const struct expr *expr)
{
    const struct symbol *symbol = expr->symbol;
    const struct specs *specs = ir_symbol_specs(search->function, symbol);
    const struct derivation *step = symbol->declarator ? symbol->declarator->derivations : NULL;

    if (symbol->kind == SYMBOL_ENUMERATOR)
        refuse_kind(search, expr, "a number");
    if (!specs || symbol->redeclared || symbol->kind == SYMBOL_FUNCTION)
        return;
    if (!step && ask_names_generator(search->ir, specs))
        refuse_variable(search, expr, "a generator",
                        "ask it for its values: NAME_next(generator, &value)");
    else if (step && step->kind == DERIVE_ARRAY)
        refuse_variable(search, expr, "an array",
                        "wait for its elements, or for unsync_gather(handles, count)");
    else if (handle_excluded(specs, step))
        refuse_variable(search, expr, step ? "a pointer" : "none", NULL);
}

/* ---- names of file scope ---- */

static bool gives_handle(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_FUNCTION &&
           (name->fact->flags & FACT_ANNOTATED ||
            (strncmp(name->text, "unsync_", 7) == 0 && !(name->fact->flags & FACT_NO_HANDLE)));
}

/* A marked function whose name is near to what was written, or NULL. */
static const struct name *nearest(const struct search *search, const struct name *written)
{
    const struct names *names = search->ir->unit->names;
    const struct name *best = NULL;

    for (uint32_t i = 0; i <= names->mask; i++) {
        const struct name *name = names->places[i].name;

        if (name && name != written && gives_handle(name) &&
            text_is_near(written->text, name->text) &&
            (!best || strcmp(name->text, best->text) < 0))
            best = name;
    }
    return best;
}

/* C reads the name of a function that nothing declares as one that gives int. */
static void see_undeclared(struct search *search, const struct expr *expr)
{
    const struct unit *unit = search->ir->unit;
    const struct name *near = nearest(search, expr->name);

    if (unit->facts->has_gaps || strncmp(expr->name->text, "__", 2) == 0)
        return;
    if (expr->name->macro) {
        refuse(search, expr, ir_text(search->ir, "call it: %s(...)", expr->name->text),
               ir_text(search->ir, "'%s' waits for a task, and '%s' is a macro that is not called",
                       word_text(search), expr->name->text));
        return;
    }
    refuse(search, expr,
           near ? ir_text(search->ir, "did you mean '%s'?", near->text)
           : strncmp(expr->name->text, "unsync_", 7) == 0 ? "#include <unsync.h> declares it"
           : "a marked function of another file is declared in a .uh, which becomes a header",
           ir_text(search->ir, "'%s' of '%s', which is not declared", word_text(search),
                   expr->name->text));
    if (near && !unit->tokens.list[expr->token].call) {
        diag_fix(unit->diag, "write '%s'", near->text);
        diag_replace(unit->diag, unit_span(unit, expr->token), "%s", near->text);
    }
}

static void see_name(struct search *search, const struct expr *expr)
{
    const struct fact *fact = expr->name->fact;

    if (expr->symbol) {
        see_symbol(search, expr);
        return;
    }
    if (!search->function->item->is_known)
        return;
    if (!fact)
        see_undeclared(search, expr);
    else if (fact->kind == FACT_FUNCTION)
        refuse_variable(search, expr, "a function",
                        fact->flags & FACT_ANNOTATED
                            ? ir_text(search->ir, "call it, which starts the task: %s %s(...)",
                                      word_text(search), expr->name->text)
                            : NULL);
    else if (fact->kind == FACT_ENUMERATOR)
        refuse_kind(search, expr, "a number");
    else if (fact->kind == FACT_VARIABLE && fact->flags & FACT_NO_HANDLE)
        refuse_variable(search, expr, "none", NULL);
}

/* ---- calls ---- */

static const char *cure_of(struct search *search, const struct expr *call,
                           const struct name *name)
{
    const struct blocking *row = blocking_call(call, search->ir->unit->tokens.list);

    if (ask_code(search->ir, call))
        return "the values of a @generator are not awaited";
    if (!name->fact)
        return "await the task itself";
    if (row && search->function->is_resumed &&
        mark_find(search->function->item->marks, MARK_ASYNC))
        return ir_text(search->ir, "instead: %s", row->cure);
    if (name->fact->flags & (FACT_SYSTEM | FACT_UNMARKED))
        return ir_text(search->ir,
                       "call it without '%s'; if it blocks, in a @thread function, and await that",
                       word_text(search));
    return ir_text(search->ir, "call it without '%s', or mark it @async or @thread",
                   word_text(search));
}

/* NAME_sync, NAME_try, NAME_next, ... of a marked function, which have no facts. */
static bool is_derived(const struct search *search, const struct name *name)
{
    static const char *const suffixes[] = {"_sync", "_try", "_next", "_send", "_close"};

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (text_ends_in(name->text, suffixes[i]))
            return fact_is_annotated(names_intern(search->ir->unit->names, name->text,
                                                  name->len - strlen(suffixes[i])));
    return false;
}

static void report_plain(struct search *search, const struct expr *call, const struct name *callee)
{
    const struct unit *unit = search->ir->unit;
    uint32_t word = search->word->token;

    refuse(search, call, cure_of(search, call, callee),
           ir_text(search->ir, "'%s' waits for a task, and '%s' starts none%s",
                   word_text(search), callee->text, callee->fact ? ": it has no mark" : ""));
    if (search->word->kid[0] != call || unit->tokens.list[word].call ||
        unit->tokens.list[call->range.first].call)
        return;
    diag_fix(unit->diag, "call it without '%s'", word_text(search));
    diag_remove(unit->diag, (struct span) {unit->tokens.list[word].at,
                                           unit->tokens.list[call->range.first].at -
                                               unit->tokens.list[word].at});
}

/* A plain function; but catch also takes what a generator's step says. */
static void see_call(struct search *search, const struct expr *call)
{
    const struct expr *callee = call->kid[0];
    const struct fact *fact;

    while (callee->kind == EXPR_PAREN)
        callee = callee->kid[0];
    if (callee->kind != EXPR_NAME || callee->symbol || !search->function->item->is_known)
        return;
    if (search->word->kind == EXPR_CATCH && ask_code(search->ir, call))
        return;
    fact = callee->name->fact;
    if (!fact && !is_derived(search, callee->name)) {
        see_undeclared(search, callee);
        return;
    }
    if (!fact && search->ir->unit->tokens.list[callee->token].call)
        return; /* of unsync_each, which has a check of its own */
    if (fact && (fact->kind != FACT_FUNCTION || !(fact->flags & FACT_NO_HANDLE) ||
                 fact->flags & FACT_ANNOTATED))
        return;
    report_plain(search, call, callee->name);
}

/* ---- operands ---- */

static void see_unary(struct search *search, const struct expr *expr)
{
    if (expr->op == TOKEN_AND)
        refuse_kind(search, expr, "a pointer");
    else if (expr->op == TOKEN_PLUS_PLUS || expr->op == TOKEN_MINUS_MINUS)
        refuse_kind(search, expr, "none");
    else if (expr->op == TOKEN_NOT || expr->op == TOKEN_TILDE || expr->op == TOKEN_MINUS ||
             expr->op == TOKEN_PLUS)
        refuse_kind(search, expr, "a number");
}

static void see_typed(struct search *search, const struct expr *expr)
{
    const struct type_name *type = expr->type;

    if (handle_excluded(type->specs, type->declarator->derivations))
        refuse_kind(search, expr, type->declarator->derivations ? "a pointer" : "none");
}

static void see_operand(struct search *search, const struct expr *expr)
{
    while (expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    switch (expr->kind) {
    case EXPR_NUMBER: case EXPR_CHARACTER: case EXPR_SIZEOF: case EXPR_OFFSETOF:
    case EXPR_CATCH:
        refuse_kind(search, expr, "a number");
        break;
    case EXPR_STRING:
        refuse_kind(search, expr, "a string");
        break;
    case EXPR_BINARY: case EXPR_POSTFIX:
        refuse_kind(search, expr, "none");
        break;
    case EXPR_LABEL_ADDRESS:
        refuse_kind(search, expr, "a pointer");
        break;
    case EXPR_UNARY:
        see_unary(search, expr);
        break;
    case EXPR_CAST: case EXPR_LITERAL:
        see_typed(search, expr);
        break;
    case EXPR_NAME:
        see_name(search, expr);
        break;
    case EXPR_CALL:
        see_call(search, expr);
        break;
    case EXPR_COMMA: case EXPR_ASSIGN:
        see_operand(search, expr->kid[expr->kind == EXPR_COMMA]);
        break;
    case EXPR_CONDITIONAL:
        see_operand(search, expr->kid[2]);
        break;
    default:
        break;
    }
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct search *search = walk->context;

    if (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH) {
        search->word = expr;
        see_operand(search, expr->kid[0]);
    }
    return expr->has_await;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    (void) walk;
    return stmt->has_await;
}

void handle_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct search search = {.ir = ir, .function = function};
        struct walk walk = {.context = &search, .enter_stmt = enter_stmt, .enter_expr = enter_expr};

        if (function->item->body && function->await_count)
            walk_stmt(&walk, function->item->body);
    }
}
