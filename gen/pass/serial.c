#include "serial.h"

static void lose_lane(struct ir *ir, struct function *function)
{
    struct mark *mark = ARENA_NEW(&ir->unit->arena, struct mark);

    *mark = *function->mark;
    mark->id = MARK_THREAD;
    function->mark = mark;
    function->is_resumed = false;
    function->pooling = NULL; /* nothing runs beside it */
}

static bool has_lane(struct ir *ir, struct function *function)
{
    if (!mark_find(function->item->marks, MARK_GENERATOR))
        return true;
    ir_refuse(ir, function->item, DIAG_SERIAL, unit_span(ir->unit, function->declarator->token),
              NULL,
              "a generator has no sequential form: it and who asks it run by turns");
    return false;
}

void serial_items(struct ir *ir)
{
    ir->is_serial = true;
    for (struct function *function = ir->functions; function; function = function->next)
        if (!function->item->failed && has_lane(ir, function))
            lose_lane(ir, function);
}
