/*
 * Every branch is followed on its own, a *run*: from the #endif on it steps over tokens with what
 * its branch has opened or closed, decides each #if whose answer it knows, and rests where the
 * statement is over. The first place at which all runs rest is the end.
 */
#include "heads.h"

#include "premise.h"

enum { OPEN_MAX = 60 }; /* #if inside of each other, behind the group */

struct run {
    struct scan scan;
    const struct premise *premises;
    token_vector out;   /* the branch and what stands behind it */
    uint32_t at;        /* the next token */
    uint32_t depth;     /* #if that are open */
    uint64_t decided;   /* one bit for each of them: they are not in `out` */
    bool is_given_up;   /* nobody compiles this branch */
};

struct spread {
    const struct group *group;
    const struct frame *block; /* whose statement it is */
    struct run runs[BRANCHES_MAX];
    uint32_t count;
    bool has_rest;             /* the last run is that of no branch */
    struct arena arena;        /* of what the runs come by */
};

/* ---- what needs no spreading ---- */

static bool are_plain_blocks(const struct frame *frame, uint32_t low)
{
    for (; frame->depth > low; frame = frame->outer)
        if (!frame->is_block || frame->may_declare)
            return false;
    return !frame->has_for;
}

bool heads_are_harmless(const struct scan *scan, const struct group *group)
{
    const struct frame *begin = group->begin.frame, *end = group->ends[0].frame;

    return group->count == 2 && !group->heads_await && frames_alike(begin, end) &&
           begin->start == NOWHERE && are_plain_blocks(begin, group->low) &&
           are_plain_blocks(end, group->low) &&
           (end->open == NOWHERE || kind_at(scan, end->open - 1) != TOKEN_ELSE);
}

/* ---- a run ---- */

/* The #else or #endif that follows. */
static uint32_t next_branch(const struct scan *scan, uint32_t i)
{
    uint32_t depth = 0;

    for (i++; i < scan->tokens->count; i++) {
        enum directive directive =
            kind_at(scan, i) == TOKEN_DIRECTIVE ? directive_at(scan, i) : DIRECTIVE_OTHER;

        if (!depth && (directive == DIRECTIVE_ELSE || directive == DIRECTIVE_ENDIF))
            break;
        depth += directive == DIRECTIVE_IF;
        depth -= directive == DIRECTIVE_ENDIF;
    }
    return i;
}

static uint32_t end_of_group(const struct scan *scan, uint32_t i)
{
    do
        i = next_branch(scan, i);
    while (i < scan->tokens->count && directive_at(scan, i) != DIRECTIVE_ENDIF);
    return i;
}

/* The directive of the #if whose branch is taken, #endif for none; NOWHERE: that is not known. */
static uint32_t decide(const struct run *run, uint32_t i)
{
    const struct token *list = run->scan.tokens->list;

    while (i < run->scan.tokens->count && directive_at(&run->scan, i) != DIRECTIVE_ENDIF) {
        enum answer answer = directive_is_else(&list[i])
            ? ANSWER_YES : premise_ask(run->scan.arena, run->premises, &list[i]);

        if (answer != ANSWER_NO)
            return answer == ANSWER_YES ? i : NOWHERE;
        i = next_branch(&run->scan, i);
    }
    return i < run->scan.tokens->count ? i : NOWHERE;
}

static bool is_decided(const struct run *run)
{
    return run->depth && (run->decided >> (run->depth - 1) & 1);
}

/*
 * Goes over the directives that are decided and lead to other text. False: the next token is there
 * for all.
 */
static bool follow(struct run *run)
{
    const struct scan *scan = &run->scan;
    enum directive directive = kind_at(scan, run->at) == TOKEN_DIRECTIVE
        ? directive_at(scan, run->at) : DIRECTIVE_OTHER;
    uint32_t taken;

    if (directive == DIRECTIVE_ELSE && is_decided(run)) {
        run->at = end_of_group(scan, run->at);
    } else if (directive == DIRECTIVE_ENDIF && is_decided(run)) {
        run->depth--;
        run->at++;
    } else if (directive == DIRECTIVE_IF && run->depth < OPEN_MAX &&
               (taken = decide(run, run->at)) != NOWHERE) {
        run->decided |= (uint64_t) 1 << run->depth++;
        run->at = taken + (directive_at(scan, taken) != DIRECTIVE_ENDIF);
    } else {
        return false;
    }
    return true;
}

/* The kind of the token that the run comes to behind that one. */
static enum token_kind kind_behind(const struct run *run, uint32_t i)
{
    struct run ahead = *run;

    for (ahead.at = i + 1; kind_at(&ahead.scan, ahead.at) == TOKEN_DIRECTIVE;)
        if (!follow(&ahead))
            ahead.at++;
    return kind_at(&ahead.scan, ahead.at);
}

/* Conditions may have changed behind it. */
static bool defines(const struct scan *scan, uint32_t i)
{
    enum directive directive = directive_at(scan, i);

    return directive == DIRECTIVE_DEFINE || directive == DIRECTIVE_UNDEF ||
           directive == DIRECTIVE_INCLUDE || directive_is_pragma(&scan->tokens->list[i]);
}

/* Over a directive that stays. False: it belongs to a group around, or its branches differ. */
static bool keep_directive(struct run *run)
{
    struct scan *scan = &run->scan;
    enum directive directive = directive_at(scan, run->at);
    struct group *ended;

    if (directive == DIRECTIVE_IF) {
        if (run->depth == OPEN_MAX)
            return false;
        group_open(scan, run->at);
        run->decided &= ~((uint64_t) 1 << run->depth++);
    } else if (directive == DIRECTIVE_ELSE) {
        if (!run->depth)
            return false;
        group_next(scan, run->at);
    } else if (directive == DIRECTIVE_ENDIF) {
        if (!run->depth)
            return false;
        run->depth--;
        ended = group_close(scan, run->at);
        if (ended->is_uneven && !heads_are_harmless(scan, ended))
            return false;
    } else if (defines(scan, run->at)) {
        run->premises = NULL;
    }
    return true;
}

static bool rests(const struct run *run, const struct frame *block)
{
    return !run->depth && run->scan.frame->open == block->open &&
           run->scan.frame->start == NOWHERE;
}

/* Goes on to the first place from `least` on where it rests. */
static bool run_to(struct run *run, const struct frame *block, uint32_t least)
{
    while (run->at < least || !rests(run, block)) {
        if (run->at >= run->scan.tokens->count)
            return false;
        if (follow(run))
            continue;
        if (kind_at(&run->scan, run->at) != TOKEN_DIRECTIVE)
            nesting_step(&run->scan, run->at, kind_behind(run, run->at));
        else if (!keep_directive(run))
            return false;
        if (run->scan.frame->depth < block->depth)
            return false;
        *vector_push(&run->out) = run->scan.tokens->list[run->at++];
    }
    return true;
}

/* ---- all runs ---- */

/* What holds in that branch, or without any if it is the last directive's number. */
static const struct premise *premises_of(struct arena *arena, const struct scan *scan,
                                         const struct group *group, uint32_t branch)
{
    const struct token *list = scan->tokens->list;
    const struct premise *premises = NULL;

    for (uint32_t i = 0; i <= branch && i + 1 < group->count; i++)
        if (!directive_is_else(&list[group->at[i]]) && !directive_is_dead(&list[group->at[i]]))
            premises = premise_add(arena, premises, &list[group->at[i]], i == branch);
    for (uint32_t i = group->at[0]; i < group->at[group->count - 1]; i++)
        if (kind_at(scan, i) == TOKEN_DIRECTIVE && defines(scan, i))
            return NULL;
    return premises;
}

/* `#error`, or the branch that the lexer left out. */
static bool is_given_up(const struct scan *scan, const struct group *group, uint32_t branch)
{
    const struct token *list = scan->tokens->list;

    if (branch == 0 && directive_is_dead(&list[group->at[0]]))
        return true;
    for (uint32_t i = group->at[branch] + 1; i < group->at[branch + 1]; i++)
        if (list[i].kind == TOKEN_DIRECTIVE && directive_is_error(&list[i]))
            return true;
    return false;
}

static void begin_run(struct spread *spread, const struct scan *scan, uint32_t branch)
{
    const struct group *group = spread->group;
    bool is_rest = branch + 1 == group->count;
    const struct standing *standing = is_rest ? &group->begin : &group->ends[branch];
    struct run *run = &spread->runs[spread->count++];

    *run = (struct run) {.scan = *scan, .at = group->at[group->count - 1] + 1,
                         .premises = premises_of(&spread->arena, scan, group, branch)};
    run->scan.arena = &spread->arena;
    run->scan.frame = standing->frame;
    run->scan.last = standing->last;
    run->scan.group = NULL;
    run->is_given_up = !is_rest && is_given_up(scan, group, branch);
    if (!is_rest)
        scan_copy(&run->out, scan->tokens, group->at[branch] + 1, group->at[branch + 1]);
}

static void close_runs(struct spread *spread)
{
    for (uint32_t i = 0; i < spread->count; i++)
        vector_free(&spread->runs[i].out);
    spread->count = 0;
    arena_reset(&spread->arena);
}

static void open_runs(struct spread *spread, const struct scan *scan)
{
    const struct group *group = spread->group;
    uint32_t last = group->count - 1;

    spread->has_rest = !directive_is_else(&scan->tokens->list[group->at[last - 1]]);
    for (uint32_t branch = 0; branch < last + spread->has_rest; branch++)
        begin_run(spread, scan, branch);
}

/* Where all rest; NOWHERE: one of them never does, *blamed. */
static uint32_t common_end(struct spread *spread, struct run **blamed)
{
    uint32_t end = spread->group->at[spread->group->count - 1] + 1, before;

    do {
        before = end;
        for (uint32_t i = 0; i < spread->count; i++) {
            *blamed = &spread->runs[i];
            if ((*blamed)->is_given_up)
                continue;
            if (!run_to(*blamed, spread->block, end))
                return NOWHERE;
            end = (*blamed)->at;
        }
    } while (end != before);
    return end;
}

/* ---- the new text ---- */

/* The begin of the statement that the runs end. */
static uint32_t begin_of(const struct spread *spread)
{
    uint32_t start = spread->block->start;

    return start < spread->group->at[0] ? start : spread->group->at[0];
}

static void write_run(token_vector *out, const struct spread *spread, const struct run *run)
{
    const token_vector *tokens = run->scan.tokens;
    const struct group *group = spread->group;

    if (run->is_given_up) {
        *vector_push(out) = directive_like(&tokens->list[group->at[group->count - 1]],
                                           "#error this branch leaves no statement");
        return;
    }
    scan_copy(out, tokens, begin_of(spread), group->at[0]);
    scan_copy(out, &run->out, 0, run->out.count);
}

static void write_runs(struct spread *spread, token_vector *tokens, uint32_t end)
{
    const struct group *group = spread->group;
    const struct token *list = tokens->list;
    uint32_t last = group->count - 1;
    token_vector out = {0};

    scan_copy(&out, tokens, 0, begin_of(spread));
    for (uint32_t i = 0; i < spread->count; i++) {
        *vector_push(&out) = i < last ? list[group->at[i]]
                                      : directive_like(&list[group->at[last]], "#else");
        if (i || !directive_is_dead(&list[group->at[0]]))
            write_run(&out, spread, &spread->runs[i]);
    }
    *vector_push(&out) = list[group->at[last]];
    scan_copy(&out, tokens, end, tokens->count);
    vector_free(tokens);
    *tokens = out;
}

static uint64_t size_of(const struct spread *spread, const token_vector *tokens)
{
    uint64_t size = tokens->count;

    for (uint32_t i = 0; i < spread->count; i++)
        size += spread->runs[i].out.count + spread->group->at[0] - begin_of(spread);
    return size;
}

/* Whether the new text would be the old one: the branches are through where they end. */
static bool changes_nothing(const struct spread *spread, uint32_t end)
{
    const uint32_t *at = spread->group->at;

    for (uint32_t i = 0; i < spread->count && !spread->has_rest; i++)
        if (spread->runs[i].is_given_up && at[i + 1] - at[i] > 2)
            return false;
    return !spread->has_rest && begin_of(spread) == at[0] && end == at[spread->count] + 1;
}

/* With the runs that have begun. */
static enum spreading try_spread(struct spread *spread, struct scan *scan, uint32_t most,
                                 uint32_t *from)
{
    const struct group *around = scan->group;
    struct run *blamed = NULL;
    uint32_t end = common_end(spread, &blamed);

    if (end == NOWHERE && blamed->scan.frame->depth < spread->block->depth)
        return SPREADING_NONE;
    if (around && (end == NOWHERE || begin_of(spread) < around->at[0]))
        return SPREADING_OUTER;
    if (end == NOWHERE || changes_nothing(spread, end) ||
        !groups_are_whole(scan, begin_of(spread), spread->group->at[0]))
        return SPREADING_NONE;
    if (size_of(spread, scan->tokens) > most)
        return SPREADING_LARGE;
    write_runs(spread, scan->tokens, end);
    *from = begin_of(spread);
    return SPREADING_DONE;
}

/*
 * A statement that ends with its branches lies in the block of what they close. If one of them
 * closes still more behind the #endif, in the block around that.
 */
static enum spreading spread_in_blocks(struct spread *spread, struct scan *scan,
                                       const struct terms *terms, uint32_t *from)
{
    const struct group *group = spread->group;
    enum spreading spreading = SPREADING_NONE;

    spread->block = block_of(frame_at_depth(group->begin.frame, group->low));
    while (spreading == SPREADING_NONE && spread->block->depth) {
        open_runs(spread, scan);
        if (terms->gives_up_rest && spread->has_rest)
            spread->runs[spread->count - 1].is_given_up = true;
        spreading = try_spread(spread, scan, terms->most, from);
        close_runs(spread);
        spread->block = block_of(spread->block->outer);
    }
    return spreading;
}

enum spreading heads_spread(struct scan *scan, const struct group *group,
                            const struct terms *terms, uint32_t *from)
{
    struct spread spread = {.group = group};
    enum spreading spreading = spread_in_blocks(&spread, scan, terms, from);

    arena_free(&spread.arena);
    return spreading;
}
