/*
 * One scan over the tokens keeps a stack of open brackets, each with the statement that is open in
 * it. Frames are never changed, only replaced, so that what stood at an #if is still there at its
 * #else. After each statement that was spread the scan begins again: what else cuts through it is
 * found in its copies.
 */
#include "arms.h"

#include <string.h>

#include "directive.h"

enum {
    NOWHERE = UINT32_MAX,
    SPREAD_MAX = 500,      /* statements of a function */
    TOKENS_MAX = 1 << 20,  /* that a function may grow to */
    BRANCHES_MAX = 64      /* of one #if */
};

struct frame {
    uint32_t open;  /* index of the bracket; NOWHERE: the file */
    uint32_t start; /* of the statement at hand; NOWHERE: none has begun */
    uint32_t dos;   /* `do` without its `while`, of that statement */
    bool is_block, is_record, has_tag;
    const struct frame *outer;
};

/* An #if that is open. */
struct group {
    const struct frame *frame; /* what stood at its #if */
    const struct frame *first; /* ... and at the end of its first branch */
    uint32_t at[BRANCHES_MAX]; /* #if, #else, #endif */
    uint32_t count;
    uint32_t last;             /* the token before it */
    bool is_ended;             /* the statement, in the last branch */
    bool is_loose;             /* it stands in the middle of a statement */
    bool is_cut, is_lost;      /* ... but cannot be spread */
    struct group *outer;
};

struct scan {
    struct unit *unit;
    token_vector *tokens;
    const struct frame *frame;
    struct group *group;
    uint32_t last;       /* token before, no directive */
    uint32_t last_open;  /* of the parenthesis that was closed last */
};

static enum token_kind kind_at(const struct scan *scan, uint32_t i)
{
    return i < scan->tokens->count ? (enum token_kind) scan->tokens->list[i].kind : TOKEN_END;
}

static enum token_kind next_kind(const struct scan *scan, uint32_t i)
{
    do
        i++;
    while (kind_at(scan, i) == TOKEN_DIRECTIVE);
    return kind_at(scan, i);
}

/* ---- brackets and statements ---- */

static void replace_frame(struct scan *scan, struct frame frame)
{
    struct frame *copy = ARENA_NEW(&scan->unit->arena, struct frame);

    *copy = frame;
    scan->frame = copy;
}

static void begin_statement(struct scan *scan, uint32_t start)
{
    struct frame frame = *scan->frame;

    frame.start = start;
    frame.dos = 0;
    frame.has_tag = false;
    replace_frame(scan, frame);
}

/* What `(T) {` stands behind, where it is an expression. */
static bool is_before_operand(enum token_kind kind)
{
    return (kind >= TOKEN_QUESTION && kind <= TOKEN_OR_ASSIGN) || kind == TOKEN_LPAREN ||
           kind == TOKEN_LBRACKET || kind == TOKEN_COMMA || kind == TOKEN_COLON ||
           kind == TOKEN_RETURN || kind == TOKEN_SIZEOF;
}

/* A brace that statements stand in. */
static bool opens_block(const struct scan *scan)
{
    enum token_kind last = kind_at(scan, scan->last);

    if (last == TOKEN_LPAREN)
        return true; /* ({ */
    if (last == TOKEN_RPAREN)
        return !scan->last_open || !is_before_operand(kind_at(scan, scan->last_open - 1));
    return scan->frame->is_block && last != TOKEN_ASSIGN && !scan->frame->has_tag;
}

static void open_bracket(struct scan *scan, uint32_t i)
{
    bool is_brace = kind_at(scan, i) == TOKEN_LBRACE;
    bool is_block = is_brace && opens_block(scan);

    replace_frame(scan, (struct frame) {
        .open = i, .start = NOWHERE, .is_block = is_block, .outer = scan->frame,
        .is_record = is_brace && !is_block && scan->frame->has_tag});
}

/* A statement has ended, unless its other half follows. */
static void end_statement(struct scan *scan, uint32_t i)
{
    struct frame frame = *scan->frame;
    enum token_kind next = next_kind(scan, i);

    if (next == TOKEN_ELSE)
        return;
    if (next == TOKEN_WHILE && frame.dos) {
        frame.dos--;
        replace_frame(scan, frame);
        return;
    }
    begin_statement(scan, NOWHERE);
}

static void close_bracket(struct scan *scan, uint32_t i)
{
    bool was_block = scan->frame->is_block;

    if (!scan->frame->outer)
        return;
    scan->last_open = scan->frame->open;
    scan->frame = scan->frame->outer;
    if (was_block && scan->frame->is_block)
        end_statement(scan, i);
}

static void see_word(struct scan *scan, enum token_kind kind)
{
    struct frame frame = *scan->frame;

    frame.dos += kind == TOKEN_DO;
    frame.has_tag |= kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM;
    if (frame.dos != scan->frame->dos || frame.has_tag != scan->frame->has_tag)
        replace_frame(scan, frame);
}

static void step(struct scan *scan, uint32_t i)
{
    enum token_kind kind = kind_at(scan, i), first;

    if (scan->frame->is_block && scan->frame->start == NOWHERE && kind != TOKEN_RBRACE)
        begin_statement(scan, i);
    switch (kind) {
    case TOKEN_LPAREN: case TOKEN_LBRACKET: case TOKEN_LBRACE:
        open_bracket(scan, i);
        break;
    case TOKEN_RPAREN: case TOKEN_RBRACKET: case TOKEN_RBRACE:
        close_bracket(scan, i);
        break;
    case TOKEN_SEMICOLON:
        if (scan->frame->is_block)
            end_statement(scan, i);
        break;
    case TOKEN_COLON:
        first = kind_at(scan, scan->frame->start);
        if (scan->frame->is_block && (first == TOKEN_CASE || first == TOKEN_DEFAULT ||
                                      scan->frame->start + 1 == i))
            begin_statement(scan, NOWHERE);
        break;
    default:
        see_word(scan, kind);
        break;
    }
    scan->last = i;
}

/* ---- directives ---- */

/* Whether a directive here stands between whole items of a list. */
static bool is_listed(const struct scan *scan)
{
    return kind_at(scan, scan->last) == TOKEN_COMMA || scan->last == scan->frame->open;
}

/* ... or between whole statements. An argument may be a part of something that is taken apart. */
static bool is_between(const struct scan *scan)
{
    const struct frame *frame = scan->frame;

    if (is_listed(scan) && kind_at(scan, frame->open) != TOKEN_LPAREN)
        return true;
    if (frame->is_record)
        return kind_at(scan, scan->last) == TOKEN_SEMICOLON;
    return frame->is_block && frame->start == NOWHERE;
}

/* `if (x)` or the like before it: what follows may be whole. */
static bool is_behind_head(const struct scan *scan)
{
    enum token_kind last = kind_at(scan, scan->last);

    return scan->frame->is_block &&
           (last == TOKEN_RPAREN || last == TOKEN_ELSE || last == TOKEN_DO);
}

static void note_directive(struct scan *scan, uint32_t i)
{
    struct group *group = scan->group;

    group->is_cut |= !is_between(scan) && !is_behind_head(scan) && !is_listed(scan);
    group->is_loose |= !is_between(scan);
    group->is_lost |= group->count == BRANCHES_MAX || scan->frame->open != group->frame->open;
    if (group->count > 1) /* one branch ends the statement: all do */
        group->is_lost |= group->is_ended != (scan->frame->start == NOWHERE);
    group->is_ended = scan->frame->start == NOWHERE;
    if (group->count < BRANCHES_MAX)
        group->at[group->count++] = i;
}

static void open_group(struct scan *scan, uint32_t i)
{
    struct group *group = ARENA_NEW(&scan->unit->arena, struct group);

    *group = (struct group) {.frame = scan->frame, .last = scan->last, .outer = scan->group};
    scan->group = group;
    note_directive(scan, i);
}

static void next_branch(struct scan *scan, uint32_t i)
{
    if (!scan->group)
        return;
    note_directive(scan, i);
    if (!scan->group->first)
        scan->group->first = scan->frame;
    scan->frame = scan->group->frame;
    scan->last = scan->group->last;
}

/*
 * The block whose statement holds what stands in the frame: a statement expression is a part of
 * one.
 */
static const struct frame *block_of(const struct frame *frame)
{
    const struct frame *block = frame;

    for (; frame->outer; frame = frame->outer)
        if (!frame->is_block)
            block = frame->outer;
    return block;
}

/* The group that ended, if it cuts; one around it that the statement reaches out of cuts too. */
static struct group *close_group(struct scan *scan, uint32_t i)
{
    struct group *group = scan->group, *outer;
    const struct frame *block;

    if (!group)
        return NULL;
    note_directive(scan, i);
    if (group->first)
        scan->frame = group->first;
    scan->group = outer = group->outer;
    block = block_of(group->frame);
    group->is_loose |= group->frame->is_block && block != group->frame;
    if (group->is_loose && outer && block->start != NOWHERE && block->start < outer->at[0]) {
        outer->is_cut |= group->is_cut;
        outer->is_loose = true;
        outer->is_lost |= group->is_lost;
        return NULL;
    }
    return group->is_loose && !group->is_lost ? group : NULL;
}

/* ---- spreading ---- */

static bool is_else(const struct token *directive)
{
    const char *rest;
    uint32_t len;

    return directive_read(directive, &rest, &len) == DIRECTIVE_ELSE && len == 0;
}

static bool holds_await(const struct scan *scan, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const struct name *name = scan->tokens->list[i].name;

        if (name && (name->operation == WORD_AWAIT || name->operation == WORD_CATCH ||
                     name->operation == WORD_YIELD || name->operation == WORD_YIELD_FROM))
            return true;
    }
    return false;
}

static void add_tokens(const struct scan *scan, token_vector *out, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++)
        *vector_push(out) = scan->tokens->list[i];
}

static struct token directive_like(const struct token *other, const char *text)
{
    struct token token = *other;

    token.text = text;
    token.len = (uint32_t) strlen(text);
    token.space = 0;
    return token;
}

static bool is_error(const struct token *directive)
{
    const char *word = directive->text + strspn(directive->text, "#%: \t");

    return strncmp(word, "error", 5) == 0;
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
        else if (is_error(&scan->tokens->list[i]))
            return true;
    return ends_operand(next_kind(scan, end)) && last >= TOKEN_COLON && last <= TOKEN_OR_ASSIGN &&
           last != TOKEN_PLUS_PLUS && last != TOKEN_MINUS_MINUS;
}

/* The statement with that branch of the group. */
static void add_branch(const struct scan *scan, token_vector *out, const struct group *group,
                       struct range statement, struct range branch)
{
    uint32_t begin = group->at[0], end = group->at[group->count - 1];

    if (is_hopeless(scan, group->last, end, branch)) {
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
    if (!is_else(&list[group->at[last - 1]])) {
        *vector_push(&out) = directive_like(&list[group->at[last]], "#else");
        add_branch(scan, &out, group, statement, (struct range) {0, 0});
    }
    *vector_push(&out) = list[group->at[last]];
    add_tokens(scan, &out, statement.end, scan->tokens->count);
    vector_free(scan->tokens);
    *scan->tokens = out;
}

static enum directive directive_at(const struct scan *scan, uint32_t i)
{
    const char *rest;
    uint32_t len;

    return directive_read(&scan->tokens->list[i], &rest, &len);
}

/*
 * Behind the statement that is open in the block; groups open and close on the way. If it ends in
 * one of them, or reaches out of the group around it, which is for the scan to take note of, there
 * is no such place.
 */
static uint32_t find_end(struct scan *scan, const struct frame *block, uint32_t i)
{
    const struct group *around = scan->group;

    for (; i < scan->tokens->count; i++) {
        enum directive directive =
            kind_at(scan, i) == TOKEN_DIRECTIVE ? directive_at(scan, i) : DIRECTIVE_OTHER;

        if (directive == DIRECTIVE_IF)
            open_group(scan, i);
        else if (directive == DIRECTIVE_ELSE || directive == DIRECTIVE_ENDIF) {
            if (scan->group == around)
                return NOWHERE;
            if (directive == DIRECTIVE_ELSE)
                next_branch(scan, i);
            else
                close_group(scan, i);
        }
        if (kind_at(scan, i) == TOKEN_DIRECTIVE)
            continue;
        step(scan, i);
        if (scan->frame->open == block->open && scan->frame->start == NOWHERE)
            return scan->group == around ? i + 1 : NOWHERE;
    }
    return NOWHERE;
}

/* Whether it was spread. */
static bool spread_group(struct scan *scan, const struct group *group)
{
    const struct frame *block = block_of(group->frame);
    uint32_t from, end;
    bool has_else = is_else(&scan->tokens->list[group->at[group->count - 2]]);

    if (!has_else && group->is_ended && block == group->frame && block->start != NOWHERE)
        return false; /* without the branch the statement goes on behind it */
    from = block->start < group->at[0] ? block->start : group->at[0];
    end = group->at[group->count - 1] + 1;
    if (scan->frame->open != block->open || scan->frame->start != NOWHERE)
        end = find_end(scan, block, end);
    if (end == NOWHERE || (!holds_await(scan, from, end) && (!has_else || !group->is_cut)) ||
        scan->tokens->count + (end - from) * group->count > TOKENS_MAX)
        return false;
    spread(scan, group, (struct range) {from, end});
    return true;
}

/* Spreads the first statement that is cut through, from that token on; false: there is none. */
static bool spread_first(struct scan *scan)
{
    struct group *cut;

    for (uint32_t i = 0; i < scan->tokens->count; i++) {
        enum directive directive;

        if (kind_at(scan, i) != TOKEN_DIRECTIVE) {
            step(scan, i);
            continue;
        }
        directive = directive_at(scan, i);
        if (directive == DIRECTIVE_IF)
            open_group(scan, i);
        else if (directive == DIRECTIVE_ELSE)
            next_branch(scan, i);
        else if (directive == DIRECTIVE_ENDIF && (cut = close_group(scan, i)) != NULL) {
            struct scan ahead = *scan;

            if (spread_group(&ahead, cut))
                return true;
        }
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

void arms_spread(struct unit *unit, token_vector *tokens)
{
    const struct frame file = {.open = NOWHERE, .start = NOWHERE, .is_block = true};
    struct scan scan;
    uint32_t count = 0;

    if (!has_directive(tokens))
        return;
    do
        scan = (struct scan) {.unit = unit, .tokens = tokens, .frame = &file};
    while (++count < SPREAD_MAX && spread_first(&scan));
}
