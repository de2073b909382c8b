/*
 * One scan over the tokens. After each statement that was spread the scan goes back to the
 * statement before it: what else cuts through it is found in its copies. Copies of copies may grow
 * without end, so there is a limit to what one function may cost; what is left then is refused
 * here, or by the passes that would have to take it apart.
 */
#include "arms.h"

#include <string.h>

#include "heads.h"
#include "nesting.h"

enum {
    TOKENS_MAX = 1 << 16, /* that a function may grow to */
    WORK_MAX = 1 << 20,   /* tokens that are looked at on the way */
    MOVES = 16            /* ... or that many times as many moved */
};

/* Where a statement begins that stands under no #if. Frames are never changed: this is enough. */
struct place {
    struct scan scan;
    uint32_t at;     /* the next token */
    uint32_t left;   /* the first #if that was not spread: a later one may make it possible */
    uint32_t blamed; /* ... that would have to be spread; NOWHERE: none */
};

struct armer {
    struct place now;
    VECTOR(struct place) places; /* that the scan went over, of other tokens each */
    struct terms terms;
    uint64_t work;
    bool is_full;                /* a limit is reached */
    struct arena arena;          /* of the scan */
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
        scan_copy(out, scan->tokens, statement.first, begin);
    scan_copy(out, scan->tokens, branch.first, branch.end);
    scan_copy(out, scan->tokens, end + 1, statement.end);
}

/* The statement once for each branch; one that is left out in any case is not in the tokens. */
static void spread(struct scan *scan, const struct group *group, struct range statement)
{
    const struct token *list = scan->tokens->list;
    uint32_t last = group->count - 1;
    token_vector out = {0};

    scan_copy(&out, scan->tokens, 0, statement.first);
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
    scan_copy(&out, scan->tokens, statement.end, scan->tokens->count);
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

/* Whether it was spread, from *from on; the scan is void. */
static bool spread_group(struct scan *scan, const struct group *group, const struct terms *terms,
                         uint32_t *from)
{
    const struct frame *block = block_of(group->begin.frame);
    struct scan begin = *scan;
    uint32_t end;
    bool has_else = directive_is_else(&scan->tokens->list[group->at[group->count - 2]]);

    if (!has_else && group->is_ended && block == group->begin.frame && block->start != NOWHERE)
        return heads_spread(&begin, group, terms, from) == SPREADING_DONE; /* goes on */
    *from = block->start < group->at[0] ? block->start : group->at[0];
    end = group->at[group->count - 1] + 1;
    if (scan->frame->open != block->open || scan->frame->start != NOWHERE)
        end = find_end(scan, block, end);
    if (end == NOWHERE)
        return heads_spread(&begin, group, terms, from) == SPREADING_DONE;
    if ((!holds_await(scan, *from, end) && (!has_else || !group->is_cut)) ||
        (has_else && *from == group->at[0] && end == group->at[group->count - 1] + 1) ||
        scan->tokens->count + (end - *from) * group->count > terms->most ||
        !groups_are_whole(scan, *from, group->at[0]))
        return false;
    spread(scan, group, (struct range) {*from, end});
    return true;
}

static void leave(struct armer *armer, const struct group *group)
{
    if (group->at[0] < armer->now.left)
        armer->now.left = group->at[0];
    if (group->is_uneven && armer->now.blamed == NOWHERE && needs_heads(&armer->now.scan, group))
        armer->now.blamed = group->at[0];
}

/* Spreads the statement that the group cuts through, if it does. */
static bool spread_ended(struct armer *armer, struct group *group, uint32_t *from)
{
    struct scan *scan = &armer->now.scan, ahead = *scan;
    enum spreading spreading;

    if (!needs_heads(scan, group)) {
        if (!note_cut(scan, group))
            return false;
        if (!armer->is_full && spread_group(&ahead, group, &armer->terms, from))
            return true;
        leave(armer, group);
        return false;
    }
    spreading = group->count < BRANCHES_MAX && !armer->is_full
        ? heads_spread(&ahead, group, &armer->terms, from) : SPREADING_NONE;
    armer->is_full |= spreading == SPREADING_LARGE;
    if (spreading == SPREADING_OUTER)
        scan->group->is_uneven = scan->group->is_lost = true;
    else if (spreading != SPREADING_DONE)
        leave(armer, group);
    return spreading == SPREADING_DONE;
}

/* ---- the scan ---- */

/*
 * Back to a statement that ended before the new text and what was left: the last token before
 * looks ahead into it.
 */
static void go_back(struct armer *armer, uint32_t from)
{
    if (armer->now.left < from)
        from = armer->now.left;
    while (armer->places.count > 1 && armer->places.list[armer->places.count - 1].at >= from)
        armer->places.count--;
    armer->now = armer->places.list[armer->places.count - 1];
    armer->work += armer->now.scan.tokens->count / MOVES;
    armer->is_full = armer->work > WORK_MAX;
}

/* At the end: whether to try once more what was left, on easier terms. */
static bool try_left(struct armer *armer)
{
    if (armer->now.left == NOWHERE || armer->terms.gives_up_rest)
        return false;
    armer->terms.gives_up_rest = true;
    go_back(armer, armer->now.left);
    return true;
}

/* Over a directive; *from is set if that spread a statement. */
static bool step_directive(struct armer *armer, uint32_t i, uint32_t *from)
{
    struct scan *scan = &armer->now.scan;
    enum directive directive = directive_at(scan, i);
    struct group *ended;

    if (directive == DIRECTIVE_IF)
        group_open(scan, i);
    else if (directive == DIRECTIVE_ELSE)
        group_next(scan, i);
    else if (directive == DIRECTIVE_ENDIF && (ended = group_close(scan, i)) != NULL)
        return spread_ended(armer, ended, from);
    return false;
}

static void scan_all(struct armer *armer)
{
    struct scan *scan = &armer->now.scan;
    uint32_t from = 0;

    *vector_push(&armer->places) = armer->now;
    while (armer->now.at < scan->tokens->count || try_left(armer)) {
        uint32_t i = armer->now.at;

        if (kind_at(scan, i) == TOKEN_DIRECTIVE) {
            if (step_directive(armer, i, &from)) {
                armer->terms.gives_up_rest = false;
                go_back(armer, from);
                continue;
            }
        } else {
            if (!scan->group && scan->frame->is_block && scan->frame->start == NOWHERE)
                *vector_push(&armer->places) = armer->now;
            nesting_step(scan, i, nesting_next(scan, i));
        }
        armer->now.at++;
    }
    vector_free(&armer->places);
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

static void refuse(const struct armer *armer)
{
    const struct scan *scan = &armer->now.scan;
    struct diag *diag = scan->unit->diag;

    diag_report(diag, DIAG_STRADDLE, span_of(&scan->tokens->list[armer->now.blamed]),
                armer->is_full
                    ? "this #if and others cut through one statement, which would have to be "
                      "written once for each of too many ways to answer them"
                    : "a branch of this #if opens or closes a bracket, and what it belongs to "
                      "stands under no such condition");
    diag_hint(diag, "ask in the same words where it is closed, or put whole statements "
                    "between the directives");
}

bool arms_spread(struct unit *unit, token_vector *tokens)
{
    const struct frame file = {.open = NOWHERE, .start = NOWHERE, .is_block = true};
    struct armer armer = {
        .now = {.scan = {.unit = unit, .tokens = tokens, .frame = &file}, .left = NOWHERE,
                .blamed = NOWHERE},
        .terms.most = TOKENS_MAX};

    if (!has_directive(tokens))
        return true;
    armer.now.scan.arena = &armer.arena;
    armer.now.scan.work = &armer.work;
    scan_all(&armer);
    arena_free(&armer.arena);
    if (armer.now.blamed == NOWHERE)
        return true;
    refuse(&armer);
    return false;
}
