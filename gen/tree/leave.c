#include "leave.h"

struct place leave_outer(const struct defer *defer)
{
    return (struct place) {defer->outer, defer->is_inside};
}

/*
 * The innermost one around the token is the last that begins before it, or one of its outer ones.
 */
struct place leave_place(const struct function *function, uint32_t token)
{
    uint32_t low = 0, high = function->defers.count;
    struct defer *defer;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (function->defers.list[middle]->range.first <= token)
            low = middle + 1;
        else
            high = middle;
    }
    defer = low ? function->defers.list[low - 1] : NULL;
    while (defer && token >= defer->scope.end)
        defer = defer->outer;
    return (struct place) {defer, defer && token < defer->scope.first};
}

bool leave_any_within(const struct function *function, struct range block)
{
    for (uint32_t i = 0; i < function->defers.count; i++) {
        uint32_t token = function->defers.list[i]->range.first;

        if (token > block.first && token < block.end)
            return true;
    }
    return false;
}

const struct defer *leave_inside(const struct function *function, struct range block,
                                 uint32_t token)
{
    for (uint32_t i = 0; i < function->defers.count; i++) {
        const struct defer *defer = function->defers.list[i];

        if (defer->is_left && defer->range.first > token && defer->range.first < block.end &&
            defer->block->range.first > block.first)
            return defer;
    }
    return NULL;
}

bool leave_resumes(const struct function *function)
{
    return function->is_resumed;
}

const char *leave_variable(struct ir *ir, const struct function *function, uint32_t depth)
{
    const char *holder = leave_resumes(function) ? "unsync__self->" : "";

    return depth ? ir_text(ir, "%sunsync__way_%u", holder, depth + 1)
                 : ir_text(ir, "%sunsync__way", holder);
}

const char *leave_failing(struct ir *ir, const struct function *function, uint32_t token)
{
    struct place place = leave_place(function, token);
    const char *jump = leave_resumes(function) ? "" : "goto ";

    if (!place.defer)
        return leave_resumes(function) ? "unsync__unwind" : "goto unsync__failed";
    if (place.is_inside)
        return ir_text(ir, "%sunsync__broken_%u", jump, place.defer->number);
    if (leave_resumes(function))
        return ir_text(ir, "unsync__unwind_%u", place.defer->number);
    return ir_text(ir, "%s = UNSYNC__FAILS; goto unsync__defer_%u",
                   leave_variable(ir, function, place.defer->depth), place.defer->number);
}

const char *leave_returning(struct ir *ir, const struct function *function, uint32_t token)
{
    struct place place = leave_place(function, token);

    if (!place.defer)
        return "goto unsync__finish";
    return ir_text(ir, "%s = UNSYNC__RETURNS; goto unsync__leave_%u",
                   leave_variable(ir, function, place.defer->depth), place.defer->number);
}

const struct jump *leave_jump(const struct function *function, uint32_t token)
{
    uint32_t low = 0, high = function->jumps.count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (function->jumps.list[middle].token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low < function->jumps.count && function->jumps.list[low].token == token
               ? &function->jumps.list[low] : NULL;
}
