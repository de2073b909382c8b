#include "serial.h"

static void lose_lane(struct ir *ir, struct function *function)
{
    struct mark *mark = ARENA_NEW(&ir->unit->arena, struct mark);

    *mark = *function->mark;
    mark->id = MARK_THREAD;
    function->mark = mark;
    function->is_resumed = function->is_remote = false;
    function->pooling = NULL; /* nothing runs beside it */
}

void serial_items(struct ir *ir)
{
    ir->is_serial = true;
    for (struct function *function = ir->functions; function; function = function->next)
        if (!function->item->failed && !function->is_generator)
            lose_lane(ir, function);
}
