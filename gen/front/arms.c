/*
 * One scan over the tokens. After each statement that was spread the scan begins again: what else
 * cuts through it is found in its copies.
 */
#include "arms.h"

#include <string.h>

#include "heads.h"
#include "nesting.h"

enum {
    SPREAD_MAX = 500,      /* statements of a function */
    TOKENS_MAX = 1 << 20   /* that a function may grow to */
};

struct armer {
    struct scan scan;
    uint32_t blamed; /* an #if that was not spread but would have to be; NOWHERE: none */
};

/*
 * Whether the group that has ended cuts; one around it that the statement reaches out of cuts too.
 */
static bool note_cut(struct scan *scan, struct group *group)
{
    struct group *outer = scan->group;
    const struct frame *block = block_of(group->begin.frame);

    group->is_loose |= group->begin.frame->is_block && block != group->begin.frame;
    if (group->is_loose && outer && block->start != NOWHERE && block->start < outer->at[0]) {
        outer->is_cut |= group->is_cut;
        outer->is_loose = true;
        outer->is_lost |= group->is_lost;
        return false;
    }
    return group->is_loose && !group->is_lost;
}

/* ---- spreading ---- */

static bool holds_await(const struct scan *scan, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        if (awaits_at(scan, i))
            return true;
    return false;
}

static void add_tokens(const struct scan *scan, token_vector *out, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        *vector_push(out) = scan->tokens->list[i];
}

static bool ends_operand(enum token_kind kind)
{
    return kind == TOKEN_RPAREN || kind == TOKEN_RBRACKET || kind == TOKEN_RBRACE ||
           kind == TOKEN_SEMICOLON || kind == TOKEN_COMMA || kind == TOKEN_COLON;
}

/* `#error`, or nothing where an operand should stand: the compiler will refuse this branch. */
static bool is_hopeless(const struct scan *scan, uint32_t before, uint32_t end,
                        struct range branch)
{
    enum token_kind last = kind_at(scan, before);

    for (uint32_t i = branch.first; i < branch.end; i++)
        if (kind_at(scan, i) != TOKEN_DIRECTIVE)
            return false;
        else if (directive_is_error(&scan->tokens->list[i]))
            return true;
    return ends_operand(nesting_next(scan, end)) && last >= TOKEN_COLON &&
           last <= TOKEN_OR_ASSIGN && last != TOKEN_PLUS_PLUS && last != TOKEN_MINUS_MINUS;
}

/* The statement with that branch of the group. */
static void add_branch(const struct scan *scan, token_vector *out, const struct group *group,
                       struct range statement, struct range branch)
{
    uint32_t begin = group->at[0], end = group->at[group->count - 1];

    if (is_hopeless(scan, group->begin.last, end, branch)) {
        *vector_push(out) = directive_like(&scan->tokens->list[end],
                                           "#error this branch leaves no statement");
        return;
    }
    if (statement.first < begin)
        add_tokens(scan, out, statement.first, begin);
    add_tokens(scan, out, branch.first, branch.end);
    add_tokens(scan, out, end + 1, statement.end);
}

/* The statement once for each branch; one that is left out in any case is not in the tokens. */
static void spread(struct scan *scan, const struct group *group, struct range statement)
{
    const struct token *list = scan->tokens->list;
    uint32_t last = group->count - 1;
    token_vector out = {0};

    add_tokens(scan, &out, 0, statement.first);
    for (uint32_t i = 0; i < last; i++) {
        *vector_push(&out) = list[group->at[i]];
        if (i || !directive_is_dead(&list[group->at[0]]))
            add_branch(scan, &out, group, statement,
                       (struct range) {group->at[i] + 1, group->at[i + 1]});
    }
    if (!directive_is_else(&list[group->at[last - 1]])) {
        *vector_push(&out) = directive_like(&list[group->at[last]], "#else");
        add_branch(scan, &out, group, statement, (struct range) {0, 0});
    }
    *vector_push(&out) = list[group->at[last]];
    add_tokens(scan, &out, statement.end, scan->tokens->count);
    vector_free(scan->tokens);
    *scan->tokens = out;
}

/*
 * Whether the parser would not read the group as the compiler does: a branch has a part of a
 * bracket; or one of them ends the statement and another one does not.
 */
static bool needs_heads(const struct scan *scan, const struct group *group)
{
    if (group->is_uneven)
        return !heads_are_harmless(scan, group);
    return group->is_lost && group->count < BRANCHES_MAX;
}

/*
 * Behind the statement that is open in the block; groups open and close on the way. If it ends in
 * one of them, goes on through one that needs heads, or reaches out of the group around it, which
 * is for the scan to take note of, there is no such place.
 */
static uint32_t find_end(struct scan *scan, const struct frame *block, uint32_t i)
{
    const struct group *around = scan->group;
    struct group *ended;

    for (; i < scan->tokens->count; i++) {
        enum directive directive =
            kind_at(scan, i) == TOKEN_DIRECTIVE ? directive_at(scan, i) : DIRECTIVE_OTHER;

        if (directive == DIRECTIVE_IF)
            group_open(scan, i);
        else if (directive == DIRECTIVE_ELSE || directive == DIRECTIVE_ENDIF) {
            if (scan->group == around)
                return NOWHERE;
            if (directive == DIRECTIVE_ELSE)
                group_next(scan, i);
            else if ((ended = group_close(scan, i)) != NULL && needs_heads(scan, ended))
                return NOWHERE;
            else if (ended)
                note_cut(scan, ended);
        }
        if (kind_at(scan, i) == TOKEN_DIRECTIVE)
            continue;
        nesting_step(scan, i, nesting_next(scan, i));
        if (scan->frame->open == block->open && scan->frame->start == NOWHERE)
            return scan->group == around ? i + 1 : NOWHERE;
    }
    return NOWHERE;
}

/* Whether it was spread; the scan is void. */
static bool spread_group(struct scan *scan, const struct group *group)
{
    const struct frame *block = block_of(group->begin.frame);
    struct scan begin = *scan;
    uint32_t from, end;
    bool has_else = directive_is_else(&scan->tokens->list[group->at[group->count - 2]]);

    if (!has_else && group->is_ended && block == group->begin.frame && block->start != NOWHERE)
        return heads_spread(&begin, group, TOKENS_MAX) == SPREADING_DONE; /* goes on behind it */
    from = block->start < group->at[0] ? block->start : group->at[0];
    end = group->at[group->count - 1] + 1;
    if (scan->frame->open != block->open || scan->frame->start != NOWHERE)
        end = find_end(scan, block, end);
    if (end == NOWHERE)
        return heads_spread(&begin, group, TOKENS_MAX) == SPREADING_DONE;
    if ((!holds_await(scan, from, end) && (!has_else || !group->is_cut)) ||
        scan->tokens->count + (end - from) * group->count > TOKENS_MAX ||
        !groups_are_whole(scan, from, group->at[0]))
        return false;
    spread(scan, group, (struct range) {from, end});
    return true;
}

/* Spreads the statement that the group cuts through, if it does. */
static bool spread_ended(struct armer *armer, struct group *group)
{
    struct scan *scan = &armer->scan, ahead = *scan;
    enum spreading spreading;

    if (!needs_heads(scan, group))
        return note_cut(scan, group) && spread_group(&ahead, group);
    spreading = group->count < BRANCHES_MAX ? heads_spread(&ahead, group, TOKENS_MAX)
                                            : SPREADING_NONE;
    if (spreading == SPREADING_OUTER)
        scan->group->is_uneven = scan->group->is_lost = true;
    else if (spreading == SPREADING_NONE && group->is_uneven && armer->blamed == NOWHERE)
        armer->blamed = group->at[0];
    return spreading == SPREADING_DONE;
}

/* Spreads the first statement that is cut through; false: there is none. */
static bool spread_first(struct armer *armer)
{
    struct scan *scan = &armer->scan;
    struct group *ended;

    for (uint32_t i = 0; i < scan->tokens->count; i++) {
        enum directive directive;

        if (kind_at(scan, i) != TOKEN_DIRECTIVE) {
            nesting_step(scan, i, nesting_next(scan, i));
            continue;
        }
        directive = directive_at(scan, i);
        if (directive == DIRECTIVE_IF)
            group_open(scan, i);
        else if (directive == DIRECTIVE_ELSE)
            group_next(scan, i);
        else if (directive == DIRECTIVE_ENDIF && (ended = group_close(scan, i)) != NULL &&
                 spread_ended(armer, ended))
            return true;
    }
    return false;
}

static bool has_directive(const token_vector *tokens)
{
    for (uint32_t i = 0; i < tokens->count; i++)
        if (tokens->list[i].kind == TOKEN_DIRECTIVE)
            return true;
    return false;
}

/* Of the file, for messages. */
static struct span span_of(const struct token *token)
{
    const char *end = memchr(token->text, '\n', token->len);

    return (struct span) {token->at, end ? (uint32_t) (end - token->text) : token->len};
}

bool arms_spread(struct unit *unit, token_vector *tokens)
{
    const struct frame file = {.open = NOWHERE, .start = NOWHERE, .is_block = true};
    struct armer armer;
    uint32_t count = 0;

    if (!has_directive(tokens))
        return true;
    do {
        armer.scan = (struct scan) {.unit = unit, .tokens = tokens, .frame = &file};
        armer.blamed = NOWHERE;
    } while (++count < SPREAD_MAX && spread_first(&armer));
    if (armer.blamed == NOWHERE)
        return true;
    diag_report(unit->diag, DIAG_STRADDLE, span_of(&tokens->list[armer.blamed]),
                "a branch of this #if opens or closes a bracket, and what it belongs to stands "
                "under no such condition");
    diag_hint(unit->diag, "ask in the same words where it is closed, or put whole statements "
                          "between the directives");
    return false;
}
