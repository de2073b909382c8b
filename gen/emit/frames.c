#include "frames.h"

#include <string.h>

#include "../tree/codec.h"
#include "../tree/declare.h"
#include "../tree/leave.h"
#include "../tree/walk.h"
#include "interface.h"
#include "slots.h"

/* ---- why a member is there ---- */

struct reason {
    struct ir *ir;
    const struct function *function;
};

static uint32_t line_of(const struct ir *ir, uint32_t token)
{
    return source_position(ir->unit->source, unit_span(ir->unit, token).at).line;
}

/* The first await behind the token and before `end`, or 0. */
static uint32_t next_await(const struct ir *ir, uint32_t token, uint32_t end)
{
    uint32_t at = rising_first(ir->unit->awaits.list, ir->unit->awaits.count, token);

    return at < ir->unit->awaits.count && ir->unit->awaits.list[at] < end
               ? ir->unit->awaits.list[at] : 0;
}

static const char *why_parameter(const struct reason *reason, const struct slot *slot)
{
    const struct function *function = reason->function;

    if (!function->is_resumed || !function->await_count)
        return "argument";
    for (uint32_t i = function->uses.count; i; i--)
        if (function->uses.list[i - 1].local == slot->local)
            return ir_text(reason->ir, "argument, last used on line %u",
                           line_of(reason->ir, function->uses.list[i - 1].token));
    return "argument, not used";
}

static const char *why_local(const struct reason *reason, const struct local *local)
{
    uint32_t await = next_await(reason->ir, local->declarator->token, local->block.end);
    const struct defer *defer;

    if (await)
        return ir_text(reason->ir, "local of line %u, lives across the %s on line %u",
                       line_of(reason->ir, local->declarator->token),
                       reason->function->is_generator ? "yield" : "await",
                       line_of(reason->ir, await));
    if (next_await(reason->ir, local->block.first, local->block.end))
        return ir_text(reason->ir, "local of line %u, a jump leads back over it",
                       line_of(reason->ir, local->declarator->token));
    if (local->is_deferred)
        return ir_text(reason->ir, "local of line %u, a deferred statement uses it",
                       line_of(reason->ir, local->declarator->token));
    if ((defer = leave_inside(reason->function, local->block, local->declarator->token)) != NULL)
        return ir_text(reason->ir, "local of line %u, lives across the defer on line %u",
                       line_of(reason->ir, local->declarator->token),
                       line_of(reason->ir, defer->range.first));
    return ir_text(reason->ir, "local of line %u, a task may hold its address",
                   line_of(reason->ir, local->declarator->token));
}

static const char *why(const struct reason *reason, const struct slot *slot)
{
    const char *field = slot_field(reason->ir, slot);

    if (slot->local)
        return slot->local->decl ? why_local(reason, slot->local) : why_parameter(reason, slot);
    if (strncmp(field, "unsync__literal", 15) == 0)
        return "compound literal that is pointed at";
    if (strncmp(field, "unsync__value", 13) == 0 && slot->live.end)
        return ir_text(reason->ir, "part of the expression on line %u",
                       line_of(reason->ir, slot->live.first));
    if (strcmp(field, "unsync__sent") == 0)
        return "what was sent";
    if (strncmp(field, "unsync__way", 11) == 0)
        return "where control goes on behind a deferred statement";
    return "of variable length: its storage, or a size";
}

/* ---- what is kept of an item ---- */

static const char *keep(struct frames *frames, const char *text)
{
    return arena_copy(&frames->arena, text, strlen(text));
}

static void add(struct frames *frames, struct frame *frame, const char *field, const char *text,
                const char *reason)
{
    *vector_push(&frame->members) = (struct member) {
        .field = keep(frames, field), .text = keep(frames, text), .why = keep(frames, reason)};
}

/* Whether the slot is an earlier one again, in another branch of an #if. */
static bool is_repeated(struct ir *ir, const struct function *function, uint32_t index)
{
    const struct slot *slot = &function->slots.list[index];

    for (uint32_t i = 0; slot->condition && i < index; i++)
        if (strcmp(slot_text(ir, &function->slots.list[i]), slot_text(ir, slot)) == 0)
            return true;
    return false;
}

static void add_members(struct frames *frames, struct frame *frame, struct ir *ir,
                        const struct function *function)
{
    struct view view = {.ir = ir};
    struct reason reason = {ir, function};

    add(frames, frame, "unsync__task", "struct unsync__task", "what every task has");
    if (function->is_generator && function->mark->id == MARK_ASYNC)
        add(frames, frame, "unsync__asker", "struct unsync__task *", "the question to answer");
    if (!function->is_void)
        add(frames, frame, "unsync__value",
            declare(view, function->specs, function->declarator, DECLARE_RESULT, "", NULL),
            "the result");
    if (deadline_of(function))
        add(frames, frame, "unsync__deadline", "struct unsync__deadline",
            "the timeout of the mark");
    for (uint32_t i = 0; i < function->slots.count; i++) {
        const struct slot *slot = &function->slots.list[i];

        if (!is_repeated(ir, function, i))
            add(frames, frame, slot_field(ir, slot), slot_text(ir, slot), why(&reason, slot));
    }
    if (function->has_wait)
        add(frames, frame, "unsync__wait", "unsync_task_of(void)", "the task that is awaited");
}

struct awaited {
    struct ir *ir;
    const char *list;
};

static void add_awaited(struct awaited *awaited, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = awaited->list; (at = strstr(at, name)) != NULL; at += len)
        if ((at == awaited->list || at[-1] == ' ') && (at[len] == ',' || !at[len]))
            return;
    awaited->list = ir_text(awaited->ir, "%s%s%s", awaited->list, *awaited->list ? ", " : "", name);
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct awaited *awaited = walk->context;
    const struct expr *handle = expr->kid[0];

    if ((expr->kind != EXPR_AWAIT && expr->kind != EXPR_CATCH) || !handle)
        return true;
    while (handle->kind == EXPR_PAREN)
        handle = handle->kid[0];
    if (handle->kind == EXPR_CALL && handle->kid[0]->kind == EXPR_NAME)
        add_awaited(awaited, handle->kid[0]->name->text);
    else
        add_awaited(awaited, slot_words(awaited->ir, expr->kid[0]->range));
    return true;
}

static const char *awaited_by(struct ir *ir, const struct function *function)
{
    struct awaited awaited = {ir, ""};
    struct walk walk = {.context = &awaited, .enter_expr = enter_expr};

    if (function->item->body)
        walk_stmt(&walk, function->item->body);
    return *awaited.list ? awaited.list : "-";
}

/* The most that the arguments take: a number up to 9 bytes, beside what has a length of its own. */
static const char *message_of(struct ir *ir, const struct function *function)
{
    const struct codec *codec = function->codec;
    uint32_t numbers = 0, bits = 0, others = 0;

    if (!codec)
        return "-";
    for (const struct field *field = codec->fields.first; field; field = field->next)
        if (field->shape.kind == SHAPE_PLAIN && !field->shape.is_text)
            numbers++;
        else if (field->way == WAY_OUT)
            bits++;
        else
            others++;
    return ir_text(ir, others ? "%u + %u of any length" : "%u", 1 + 9 * numbers + bits, others);
}

static const char *marks_of(struct ir *ir, const struct item *item)
{
    const char *text = "";

    for (const struct mark *mark = item->marks; mark; mark = mark->next)
        text = ir_text(ir, "%s%s%s", text, *text ? " " : "", slot_words(ir, mark->range));
    return text;
}

void frames_items(struct frames *frames, struct ir *ir)
{
    frames->path = ir->unit->source->path;
    for (const struct function *function = ir->functions; function; function = function->next) {
        struct frame *frame;

        if (function->item->failed)
            continue;
        frame = vector_push(&frames->list);
        *frame = (struct frame) {
            .name = keep(frames, function->name->text), .line = function->line,
            .span = unit_span(ir->unit, function->declarator->token),
            .is_made = function->item->kind != ITEM_PROTOTYPE,
            .is_main = function->is_main, .mark = keep(frames, marks_of(ir, function->item)),
            .message = keep(frames, message_of(ir, function)),
            .awaits = keep(frames, awaited_by(ir, function))};
        if (frame->is_made)
            add_members(frames, frame, ir, function);
    }
}

void frames_close(struct frames *frames)
{
    for (uint32_t i = 0; i < frames->list.count; i++)
        vector_free(&frames->list.list[i].members);
    vector_free(&frames->list);
    arena_free(&frames->arena);
}
