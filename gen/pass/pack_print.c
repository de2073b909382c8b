/*
 * Prints: a number of 64 bits by which programs that were built from different sources are told
 * apart. That of a function covers its declaration as it is written, without parameters' names, the
 * ways and lengths of its parameters, and the messages in them; that of a message its name, its
 * members, and the messages in those. A message that is defined further down counts by its name.
 *
 * It is FNV-1a over text; the runtime only compares.
 */
#include "../tree/spell.h"
#include "packer.h"

static uint64_t add_text(uint64_t print, const char *text)
{
    do
        print = (print ^ (unsigned char) *text) * 1099511628211u;
    while (*text++);
    return print;
}

static uint64_t add_range(uint64_t print, struct ir *ir, struct range range)
{
    return add_text(print, view_words((struct view) {.ir = ir}, range));
}

static uint64_t add_message(uint64_t print, const struct message *message)
{
    print = add_text(print, message->name);
    for (uint64_t rest = message->print; rest; rest >>= 8)
        print = (print ^ (rest & 255)) * 1099511628211u;
    return print;
}

static uint64_t add_fields(uint64_t print, const struct fields *fields);

static uint64_t add_shape(uint64_t print, const struct shape *shape)
{
    print = (print ^ (unsigned) (shape->kind + 1)) * 1099511628211u;
    if (shape->message)
        print = add_message(print, shape->message);
    if (shape->element)
        print = add_shape(print, shape->element);
    return shape->fields ? add_fields(print, shape->fields) : print;
}

static uint64_t add_fields(uint64_t print, const struct fields *fields)
{
    for (const struct field *field = fields->first; field; field = field->next)
        print = add_shape((print ^ (unsigned) field->way) * 1099511628211u, &field->shape);
    return print;
}

static const uint64_t BEGIN = 14695981039346656037u;

void pack_print_message(struct ir *ir, struct message *message)
{
    uint64_t print = add_text(BEGIN, message->name);

    for (const struct decl *decl = message->item->decl->specs->tag->members; decl;
         decl = decl->next)
        print = add_range(print, ir, decl->range);
    message->print = add_fields(print, &message->fields);
}

void pack_print_function(struct ir *ir, const struct function *function, struct codec *codec)
{
    uint64_t print = add_text(BEGIN, codec->signature);

    for (uint32_t i = 0; i < function->parameter_count; i++)
        for (const struct mark *mark = function->parameters[i].param->marks; mark;
             mark = mark->next)
            print = add_range(print, ir, mark->range);
    print = add_fields(print, &codec->fields);
    codec->print = codec->has_result ? add_shape(print, &codec->result.shape) : print;
}
