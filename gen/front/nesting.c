#include "nesting.h"

#include <string.h>

bool awaits_at(const struct scan *scan, uint32_t i)
{
    const struct name *name = scan->tokens->list[i].name;

    return name && (name->operation == WORD_AWAIT || name->operation == WORD_CATCH ||
                    name->operation == WORD_YIELD || name->operation == WORD_YIELD_FROM);
}

enum token_kind nesting_next(const struct scan *scan, uint32_t i)
{
    do
        i++;
    while (kind_at(scan, i) == TOKEN_DIRECTIVE);
    return kind_at(scan, i);
}

enum directive directive_at(const struct scan *scan, uint32_t i)
{
    const char *rest;
    uint32_t len;

    ++*scan->work;
    return directive_read(&scan->tokens->list[i], &rest, &len);
}

void scan_copy(token_vector *out, const token_vector *tokens, uint32_t from, uint32_t end)
{
    if (from >= end)
        return;
    vector_reserve(out, end - from);
    memcpy(out->list + out->count, tokens->list + from, (end - from) * sizeof *out->list);
    out->count += end - from;
}

bool groups_are_whole(const struct scan *scan, uint32_t from, uint32_t end)
{
    uint32_t depth = 0;

    for (uint32_t i = from; i < end; i++) {
        enum directive directive =
            kind_at(scan, i) == TOKEN_DIRECTIVE ? directive_at(scan, i) : DIRECTIVE_OTHER;

        if (!depth && (directive == DIRECTIVE_ELSE || directive == DIRECTIVE_ENDIF))
            return false;
        depth += directive == DIRECTIVE_IF;
        depth -= directive == DIRECTIVE_ENDIF;
    }
    return depth == 0;
}

/* ---- frames ---- */

const struct frame *block_of(const struct frame *frame)
{
    const struct frame *block = frame;

    for (; frame->outer; frame = frame->outer)
        if (!frame->is_block)
            block = frame->outer;
    return block;
}

const struct frame *frame_at_depth(const struct frame *frame, uint32_t depth)
{
    while (frame->depth > depth)
        frame = frame->outer;
    return frame;
}

bool frames_alike(const struct frame *one, const struct frame *other)
{
    for (; one != other; one = one->outer, other = other->outer)
        if (one->depth != other->depth || one->is_block != other->is_block ||
            (one->start == NOWHERE) != (other->start == NOWHERE))
            return false;
    return true;
}

static void replace_frame(struct scan *scan, struct frame frame)
{
    struct frame *copy = ARENA_NEW(scan->arena, struct frame);

    *copy = frame;
    scan->frame = copy;
}

/* ---- brackets and statements ---- */

/* A statement that is surely none that declares: `return x`, `x = 1`, `x->y(2)`, `{`. */
static bool is_no_declaration(const struct scan *scan, uint32_t start)
{
    enum token_kind kind = kind_at(scan, start), next = nesting_next(scan, start);

    if (kind == TOKEN_NAME && scan->tokens->list[start].name->macro)
        return false;
    if (kind == TOKEN_NAME)
        return awaits_at(scan, start) || next == TOKEN_ASSIGN || next == TOKEN_DOT ||
               next == TOKEN_ARROW || next == TOKEN_LBRACKET || next == TOKEN_LPAREN ||
               next == TOKEN_PLUS_PLUS || next == TOKEN_MINUS_MINUS || next == TOKEN_COLON ||
               (next >= TOKEN_STAR_ASSIGN && next <= TOKEN_OR_ASSIGN);
    return kind == TOKEN_IF || kind == TOKEN_ELSE || kind == TOKEN_FOR || kind == TOKEN_WHILE ||
           kind == TOKEN_DO || kind == TOKEN_SWITCH || kind == TOKEN_CASE ||
           kind == TOKEN_DEFAULT || kind == TOKEN_RETURN || kind == TOKEN_BREAK ||
           kind == TOKEN_CONTINUE || kind == TOKEN_GOTO || kind == TOKEN_SEMICOLON ||
           kind == TOKEN_LBRACE || kind == TOKEN_PLUS_PLUS || kind == TOKEN_MINUS_MINUS;
}

static void begin_statement(struct scan *scan, uint32_t start)
{
    struct frame frame = *scan->frame;

    frame.start = start;
    frame.dos = 0;
    frame.has_for = frame.has_tag = false;
    frame.may_declare |= start != NOWHERE && !is_no_declaration(scan, start);
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
        .open = i, .start = NOWHERE, .depth = scan->frame->depth + 1,
        .is_block = is_block, .outer = scan->frame,
        .is_record = is_brace && !is_block && scan->frame->has_tag});
}

/* A statement has ended, unless its other half follows. */
static void end_statement(struct scan *scan, enum token_kind next)
{
    struct frame frame = *scan->frame;

    if (next == TOKEN_ELSE)
        return;
    if (next == TOKEN_WHILE && frame.dos) {
        frame.dos--;
        replace_frame(scan, frame);
        return;
    }
    begin_statement(scan, NOWHERE);
}

static void close_bracket(struct scan *scan, enum token_kind next)
{
    bool was_block = scan->frame->is_block;

    if (!scan->frame->outer)
        return;
    scan->last_open = scan->frame->open;
    scan->frame = scan->frame->outer;
    if (scan->group && scan->frame->depth < scan->group->low)
        scan->group->low = scan->frame->depth;
    if (was_block && scan->frame->is_block)
        end_statement(scan, next);
}

static void see_word(struct scan *scan, enum token_kind kind)
{
    struct frame frame = *scan->frame;

    frame.dos += kind == TOKEN_DO;
    frame.has_for |= kind == TOKEN_FOR;
    frame.has_tag |= kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM;
    if (frame.dos != scan->frame->dos || frame.has_for != scan->frame->has_for ||
        frame.has_tag != scan->frame->has_tag)
        replace_frame(scan, frame);
}

/* What the group would close, or the head of a block that it would open, awaits. */
static void note_await(struct scan *scan)
{
    const struct frame *block = block_of(scan->frame);

    for (struct group *group = scan->group; group; group = group->outer)
        group->heads_await |= block->depth < group->begin.frame->depth;
}

void nesting_step(struct scan *scan, uint32_t i, enum token_kind next)
{
    enum token_kind kind = kind_at(scan, i), first;

    ++*scan->work;
    if (scan->frame->is_block && scan->frame->start == NOWHERE && kind != TOKEN_RBRACE)
        begin_statement(scan, i);
    switch (kind) {
    case TOKEN_LPAREN: case TOKEN_LBRACKET: case TOKEN_LBRACE:
        open_bracket(scan, i);
        break;
    case TOKEN_RPAREN: case TOKEN_RBRACKET: case TOKEN_RBRACE:
        close_bracket(scan, next);
        break;
    case TOKEN_SEMICOLON:
        if (scan->frame->is_block)
            end_statement(scan, next);
        break;
    case TOKEN_COLON:
        first = kind_at(scan, scan->frame->start);
        if (scan->frame->is_block && (first == TOKEN_CASE || first == TOKEN_DEFAULT ||
                                      (scan->frame->start + 1 == i && first == TOKEN_NAME)))
            begin_statement(scan, NOWHERE);
        break;
    default:
        if (awaits_at(scan, i))
            note_await(scan);
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
    group->is_uneven |= scan->frame->open != group->begin.frame->open;
    group->is_lost |= group->count == BRANCHES_MAX || group->is_uneven;
    if (group->count > 1) /* one branch ends the statement: all do */
        group->is_lost |= group->is_ended != (scan->frame->start == NOWHERE);
    group->is_ended = scan->frame->start == NOWHERE;
    if (group->count < BRANCHES_MAX)
        group->at[group->count++] = i;
}

/* At the #else or #endif behind a branch. */
static void end_branch(struct scan *scan, uint32_t i)
{
    struct group *group = scan->group;

    if (group->count < BRANCHES_MAX)
        group->ends[group->count - 1] = (struct standing) {scan->frame, scan->last};
    note_directive(scan, i);
}

void group_open(struct scan *scan, uint32_t i)
{
    struct group *group = ARENA_NEW(scan->arena, struct group);

    *group = (struct group) {
        .begin = {scan->frame, scan->last}, .low = scan->frame->depth, .outer = scan->group};
    scan->group = group;
    note_directive(scan, i);
}

void group_next(struct scan *scan, uint32_t i)
{
    if (!scan->group)
        return;
    end_branch(scan, i);
    scan->frame = scan->group->begin.frame;
    scan->last = scan->group->begin.last;
}

struct group *group_close(struct scan *scan, uint32_t i)
{
    struct group *group = scan->group;
    uint32_t first;

    if (!group)
        return NULL;
    end_branch(scan, i);
    first = group->count > 2 && directive_is_dead(&scan->tokens->list[group->at[0]]);
    scan->frame = group->ends[first].frame;
    scan->last = group->ends[first].last;
    scan->group = group->outer;
    if (group->outer && group->low < group->outer->low)
        group->outer->low = group->low;
    return group;
}
