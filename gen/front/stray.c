#include "stray.h"

#include <string.h>

#include "lex.h"

/* What is said of a word, and the mark that its function wants. */
struct advice {
    const char *mark, *hint;
};

static bool starts_operand(const struct token *token)
{
    return token->kind == TOKEN_NAME || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_STRING || token->kind == TOKEN_CHARACTER;
}

static bool starts_statement(const struct token *token)
{
    return token->kind == TOKEN_SEMICOLON || token->kind == TOKEN_LBRACE ||
           token->kind == TOKEN_RBRACE || token->kind == TOKEN_RPAREN;
}

/* `} catch (` may be C++ between #ifs. */
static bool is_wait(const struct stray *stray)
{
    return stray->after->kind == TOKEN_NAME ||
           (stray->after->kind == TOKEN_LPAREN && stray->before->kind != TOKEN_RBRACE);
}

/* The loop over an @async @generator: a macro that has an await in it. */
static bool is_loop(const struct token *word, const struct token *after)
{
    return after->kind == TOKEN_LPAREN && strcmp(word->name->text, "unsync_each_await") == 0;
}

static const struct advice *advice_for(const struct stray *stray)
{
    static const struct advice outside = {"async", "assign it in an @async function"},
        wait = {"async", "mark the function @async, or wait with unsync_result() in plain C"},
        yield = {"generator", "mark the function @generator: its type is that of its values"},
        defer = {"thread", "mark the function; plain C cleans up before each return"},
        fail = {"thread", "mark the function; plain C returns an error of its own"};
    const struct name *name = stray->word->name;
    const struct token *after = stray->after;

    if (is_loop(stray->word, after))
        return stray->in_body ? &wait : &outside;
    if (name->macro || name->fact)
        return NULL;
    if (name->operation == WORD_AWAIT || name->operation == WORD_CATCH)
        return !is_wait(stray) ? NULL : stray->in_body ? &wait : &outside;
    if (!stray->in_body)
        return NULL;
    if (name->operation == WORD_YIELD || name->operation == WORD_YIELD_FROM)
        return starts_operand(after) ? &yield : NULL;
    if (name->operation == WORD_DEFER)
        return starts_statement(stray->before) &&
               (after->kind == TOKEN_NAME || after->kind == TOKEN_LBRACE) ? &defer : NULL;
    return after->kind == TOKEN_LPAREN && starts_statement(stray->before) &&
           strcmp(name->text, "unsync_fail") == 0 ? &fail : NULL;
}

static struct span span_of(const struct unit *unit, const struct token *token)
{
    return (struct span) {token->at, lex_token_end(unit->source, token) - token->at};
}

void stray_see(struct unit *unit, const struct stray *stray)
{
    const struct advice *advice = stray->word->kind == TOKEN_NAME ? advice_for(stray) : NULL;

    if (!advice)
        return;
    diag_report(unit->diag, DIAG_AWAIT_OUTSIDE, span_of(unit, stray->word),
                "'%s' outside of an annotated function", stray->word->name->text);
    diag_hint(unit->diag, "%s", advice->hint);
    if (!stray->in_body)
        return;
    diag_note(unit->diag, span_of(unit, stray->function), "this function has no mark");
    diag_fix(unit->diag, "mark the function");
    diag_insert(unit->diag, stray->begin->at, "@%s ", advice->mark);
}
