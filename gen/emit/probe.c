#include "probe.h"

#include "interface.h"
#include "slots.h"

static const char *struct_name(struct writer *writer, const struct function *function,
                               uint8_t layer)
{
    const char *name = function->name->text;

    if (layer < 2)
        return ir_text(writer->ir, layer ? "unsync__%s_inner" : "unsync__%s_frame", name);
    return ir_text(writer->ir, "unsync__%s_inner_%u", name, layer);
}

static void put_member(struct writer *writer, const struct function *function, uint8_t layer,
                       const char *member)
{
    const char *type = struct_name(writer, function, layer);

    writef(writer, "    __asm__ volatile(\".ascii \\\"->unsync %s %s %%c0 %%c1\\\"\" : : "
           "\"i\"(__builtin_offsetof(struct %s, %s)), \"i\"(sizeof(((struct %s *) 0)->%s)));\n",
           function->name->text, member, type, member, type, member);
}

static void put_members(struct writer *writer, const struct function *function, uint8_t layer)
{
    const struct condition *open = NULL;

    writef(writer, "    __asm__ volatile(\".ascii \\\"->unsync %s . 0 %%c0\\\"\" : : "
           "\"i\"(sizeof(struct %s)));\n", function->name->text,
           struct_name(writer, function, layer));
    for (uint32_t i = 0; i < function->slots.count; i++) {
        const struct slot *slot = &function->slots.list[i];

        if (slot->layer != layer)
            continue;
        write_condition(writer, &open, slot->condition);
        put_member(writer, function, layer, slot_field(writer->ir, slot));
    }
    write_condition(writer, &open, NULL);
}

void emit_probe(struct writer *writer, const struct function *function, uint8_t layer)
{
    if (!writer->ir->wants_sizes)
        return;
    if (layer) {
        put_members(writer, function, layer);
        return;
    }
    writef(writer, "static __attribute__((__used__)) void unsync__%s_probe(void)\n{\n",
           function->name->text);
    put_member(writer, function, 0, "unsync__task");
    if (function->is_generator && function->mark->id == MARK_ASYNC)
        put_member(writer, function, 0, "unsync__asker");
    if (!function->is_void)
        put_member(writer, function, 0, "unsync__value");
    if (deadline_of(function))
        put_member(writer, function, 0, "unsync__deadline");
    if (function->has_wait)
        put_member(writer, function, 0, "unsync__wait");
    put_members(writer, function, 0);
    write_text(writer, "}\n\n");
}
